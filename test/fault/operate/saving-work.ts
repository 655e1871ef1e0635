// fault: the process that is killed while it saves; `killed-saving.ts` starts it. It commits as fast as the disk
// allows.
import { writeSync } from 'node:fs';
import { openStateFiles } from '../../../src/store/embedded/state-files.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import { createQuietLog } from '../../support/recorded-log.ts';
import { stateAt } from './killed-saving.ts';

const [dir = ''] = process.argv.slice(2);
const store = await createEmbeddedStore({ files: await openStateFiles(dir), log: createQuietLog().log });
for (;;) {
  const { seq } = await store.snapshot();
  const update = await store.commit(stateAt(seq + 1));
  // Synchronous, not through a stream: a commit is reported before the next one starts.
  writeSync(1, `${update?.epoch} ${update?.seq}\n`);
}
