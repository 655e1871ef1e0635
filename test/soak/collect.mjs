// soak: loaded before the built service. SIGUSR2 runs a garbage collection, so that only live memory is measured.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// The compiler's feedback data are no leak, but grow for a quarter of an hour: between heap snapshots 12 crowds apart
// nothing else grew. In interpreted mode a run of minutes shows the memory of the service itself.
for (const flag of ['--no-opt', '--no-sparkplug', '--no-flush-bytecode', '--expose-gc'])
  setFlagsFromString(flag);
const collect = runInNewContext('gc');
process.on('SIGUSR2', () => collect());
