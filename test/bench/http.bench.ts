// bench: GET /rates of the built service compared with other servers, then at a steady rate during streams and
// changes.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { compile, OURS, startPair } from './crowd.ts';
import { printTable, type Row } from './table.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const SECONDS = Number(process.env.SECONDS ?? 2);
const CONNECTIONS = 64;
const here = (path: string) => new URL(path, import.meta.url).pathname;
const execute = promisify(execFile);

const children: ChildProcess[] = [];
// A server that cannot start ends the benchmark. The others would stay.
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** A server on the first core; wrk uses the second. */
interface Server {
  port: number;
}

/** A server with one kind of request. */
interface Way {
  way: string;
  server: Server | undefined;
  headers: string[];
}

async function start(args: string[], env: Record<string, string> = {}): Promise<Server> {
  const child = spawn('taskset', ['-c', '0', process.execPath, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, found] = /^port (\d+)|"port":(\d+)/.exec(line)?.filter(Boolean) ?? [];
      if (found !== undefined) resolve(Number(found));
    });
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)));
  });
  return { port };
}

/** Answers a second; every answer has to be good. */
async function measure(port: number, headers: readonly string[], seconds = SECONDS): Promise<number> {
  const load = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, ...headers.flatMap((it) => ['-H', it])];
  const { stdout } = await execute('taskset', ['-c', '1', 'wrk', ...load, `http://127.0.0.1:${port}/rates`]);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(stdout);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
}

async function compareServers(): Promise<void> {
  // The default settings except the limit for each address, whose highest value is a third of this load.
  const limits = { RATE_LIMIT: '0' };
  const place = { HOST: '127.0.0.1', PORT: '0', OPS_PORT: '', DATA_DIR: '', SOURCES: 'seed' };
  const ours = await start([here('../../dist/main.js')], { ...place, ...limits });
  const response = await fetch(`http://127.0.0.1:${ours.port}/rates`);
  const etag = response.headers.get('etag') ?? '';
  const file = join(mkdtempSync(join(tmpdir(), 'ticker-bench-')), 'rates.json');
  writeFileSync(file, await response.text());
  const rival = (kind: string) => start(['--import', 'tsx', here('servers/http.ts'), kind, file]);
  const [bare, fastify, express, hono] = await Promise.all(['bare', 'fastify', 'express', 'hono'].map(rival));
  const ways: Way[] = [
    { way: 'bare node:http with a buffer', server: bare, headers: [] },
    { way: 'Silk Ticker', server: ours, headers: [] },
    { way: 'Silk Ticker, 304', server: ours, headers: [`If-None-Match: ${etag}`] },
    { way: 'Silk Ticker, brotli', server: ours, headers: ['Accept-Encoding: gzip, deflate, br'] },
    { way: 'Fastify 5 with a schema', server: fastify, headers: [] },
    { way: 'Express 5', server: express, headers: [] },
    { way: 'Hono with cors, etag, compress, logger', server: hono, headers: [] },
  ];
  const rows: Row[] = ways.map(({ way }) => ({ way, values: [] }));
  const ratios: Row[] = ways.map(({ way }) => ({ way, values: [] }));
  const ask = ({ server, headers }: Way, seconds?: number) => measure(server?.port ?? 0, headers, seconds);
  for (const way of ways) await ask(way, 1);
  const [first = { way: '', server: undefined, headers: [] }] = ways;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, way] of ways.entries()) {
      // The load of the machine changes within seconds: each is compared with bare node:http just before it.
      const besides = await ask(first);
      const own = await ask(way);
      rows[index]?.values.push(own);
      ratios[index]?.values.push(own / besides);
    }
  }
  for (const child of children) child.kill('SIGKILL');
  printTable(`GET /rates, ${CONNECTIONS} connections`, 'answers a second', rows);
  printTable('Each to bare node:http just before', 'ratio', ratios);
}

const RATE = 5_000;
const STEADY_SECONDS = Number(process.env.STEADY_SECONDS ?? 60);
/** The server starts cold: its code is compiled during the first requests. They are counted in a row of their own. */
const COLD_SECONDS = 2;
const LISTENERS = Number(process.env.LISTENERS ?? 2_000);
/** Ten changes a second. */
const CHANGE_EVERY_MS = 100;

/** Requests at a steady rate, measured from their due time, while every listener gets every change. */
async function holdRate(): Promise<void> {
  const binary = compile();
  const pair = await startPair(OURS, LISTENERS, binary);
  const args = [pair.port, RATE, COLD_SECONDS, STEADY_SECONDS].map(String);
  const pace = spawn('taskset', ['-c', '1', binary('pace'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  pace.stdout.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = once(pace, 'exit');
  let changes = 0;
  let slowestMs = 0;
  const warmAt = performance.now() + COLD_SECONDS * 1_000;
  while (pace.exitCode === null) {
    const next = wait(CHANGE_EVERY_MS);
    const isWarm = performance.now() >= warmAt;
    const { lastMs } = await pair.round('go', 1);
    if (isWarm) slowestMs = Math.max(slowestMs, lastMs);
    changes += 1;
    await next;
  }
  await ended;
  await pair.end();
  const ms = (us: number) => (us / 1_000).toFixed(2);
  console.log(`\n${RATE} requests a second, ${LISTENERS} streams, ${changes} changes`);
  console.log(
    `\nSlowest change to the last stream after the first ${COLD_SECONDS} s: ${slowestMs.toFixed(1)} ms\n`,
  );
  console.log('| seconds | answered | failed | p50 ms | p99 ms | slowest ms |');
  console.log('|---|---|---|---|---|---|');
  for (const [index, line] of said.trim().split('\n').entries()) {
    const [answered, failed, ...times] = line.split(' ').slice(1).map(Number);
    const seconds = index === 0 ? `the first ${COLD_SECONDS}` : `the ${STEADY_SECONDS} after`;
    console.log(`| ${[seconds, answered, failed, ...times.map(ms)].join(' | ')} |`);
  }
}

export async function run(): Promise<void> {
  const only = process.argv[3];
  if (only !== 'steady') await compareServers();
  if (only !== 'compare') await holdRate();
}
