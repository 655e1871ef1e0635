// test: a process that opens folders of state, each at the instant that it is told, and holds them until it ends.
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
