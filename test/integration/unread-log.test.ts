import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';

const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

it('the service starts, answers and ends while its log is not read and the pipe is full', async () => {
  const PORT = String(await freePort());
  // A pipe of the shell, as by `| some-collector`, filled to the last byte before the service starts.
  const filled = `echo $$ >&2; head -c 65536 /dev/zero; exec "${process.execPath}" "${MAIN}"`;
  const shell = spawn('sh', ['-c', `sh -c '${filled}' | sleep 60`], {
    env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT, OPS_PORT: '', DATA_DIR: '', SOURCES: 'seed' },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  try {
    const [line] = await once(createInterface({ input: shell.stderr }), 'line');
    const pid = Number(line);
    const status = () =>
      fetch(`http://127.0.0.1:${PORT}/healthz`).then(
        ({ status }) => status,
        () => 0,
      );
    await expect.poll(status, { timeout: 10_000 }).toBe(200);
    process.kill(pid, 'SIGTERM');
    const isThere = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    await expect.poll(isThere, { timeout: 5_000 }).toBe(false);
  } finally {
    // The shell, the reader that does not read, and the service if it still runs.
    if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGKILL');
  }
});
