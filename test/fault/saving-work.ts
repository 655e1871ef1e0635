// fault: the process that is killed while it saves; `killed-saving.ts` starts it. It commits as fast as the disk takes.
import { writeSync } from 'node:fs';
import { createMemoryStore } from '../../src/store/memory.ts';
import { openStateFiles } from '../../src/store/state-files.ts';
import { createQuietLog } from '../quiet.ts';
import { stateAt } from './killed-saving.ts';

const [dir = ''] = process.argv.slice(2);
const store = await createMemoryStore({ files: await openStateFiles(dir), log: createQuietLog().log });
for (;;) {
  const { seq } = await store.snapshot();
  const update = await store.commit(stateAt(seq + 1));
  // At once, and not through a stream: what was committed is told before the next is begun.
  writeSync(1, `${update?.epoch} ${update?.seq}\n`);
}
