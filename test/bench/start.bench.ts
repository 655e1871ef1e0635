// bench: cold start of the built process to its first answered /rates, compared with a bare node:http server.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printTable, type Row } from './table.ts';

const ROUNDS = 10;
const MAIN = new URL('../../dist/main.js', import.meta.url).pathname;
const BARE = `require('node:http').createServer((q, r) => r.end('{}')).listen(process.env.PORT, '127.0.0.1')`;

/** Milliseconds from the spawn to the first 200 of GET /rates. */
async function firstAnswer(args: string[], dataDir: string): Promise<number> {
  const port = await freePort();
  const started = performance.now();
  const env = {
    PATH: process.env.PATH ?? '',
    HOST: '127.0.0.1',
    PORT: String(port),
    OPS_PORT: '',
    SOURCES: 'seed',
  };
  const child = spawn(process.execPath, args, { env: { ...env, DATA_DIR: dataDir }, stdio: 'ignore' });
  try {
    for (;;) {
      const response = await fetch(`http://127.0.0.1:${port}/rates`).catch(() => null);
      if (response?.ok) return performance.now() - started;
      if (child.exitCode !== null) throw new Error(`the process ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  } finally {
    await ended(child);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

export async function run(): Promise<void> {
  const bare: Row = { way: 'bare node:http', values: [] };
  const empty: Row = { way: 'silk-ticker, first start', values: [] };
  const again: Row = { way: 'silk-ticker, with kept state', values: [] };
  const kept = await mkdtemp(join(tmpdir(), 'ticker-'));
  await firstAnswer([MAIN], kept);
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.values.push(await firstAnswer(['-e', BARE], ''));
    const fresh = await mkdtemp(join(tmpdir(), 'ticker-'));
    empty.values.push(await firstAnswer([MAIN], fresh));
    await rm(fresh, { recursive: true });
    again.values.push(await firstAnswer([MAIN], kept));
  }
  await rm(kept, { recursive: true });
  printTable('Cold start to the first answered GET /rates', 'ms', [bare, empty, again]);
}
