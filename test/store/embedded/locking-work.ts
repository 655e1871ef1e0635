// test: a process that opens state folders, each at a given instant, and keeps them until it ends.
import { openStateFiles } from '../../../src/store/embedded/state-files.ts';

process.on('message', async ({ dir, atMs }: { dir: string; atMs: number }) => {
  while (Date.now() < atMs);
  const answer = await openStateFiles(dir).then(
    () => 'got it',
    (error: unknown) => String(error),
  );
  process.send?.(answer);
});
process.send?.('ready');
