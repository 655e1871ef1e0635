// soak: loaded before the built service. SIGUSR2 collects its garbage, so that what is left is what it keeps.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// The compiler's own notes are no leak, but they grow for a quarter of an hour: in snapshots of the heap 12 crowds
// apart nothing else had. Interpreted, a run of minutes shows what the service itself keeps.
for (const flag of ['--no-opt', '--no-sparkplug', '--no-flush-bytecode', '--expose-gc'])
  setFlagsFromString(flag);
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => collect());
