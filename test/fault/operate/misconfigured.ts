// fault: bad settings, each given to the built service in its environment.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultRow } from '../../support/fault/table.ts';

const MAIN = new URL('../../../dist/main.js', import.meta.url).pathname;
const LIMIT_MS = 1_000;
/** A text in the place of every secret that a setting can contain, and where one can be pasted by mistake. */
const SECRET = 'sw0rdf1sh';

type Env = Record<string, string>;

/** Settings, and the keys that the message has to name. */
function tableOf(folder: string, busyPort: number): [env: Env, named: string[]][] {
  const one: Env[] = [
    { PORT: 'http' },
    { PORT: '65536' },
    { PORT: '-1' },
    { PORT: String(busyPort) },
    { HOST: 'no such host' },
    { HOST: '203.0.113.7' },
    { PUBLIC_URL: 'news.example' },
    { PUBLIC_URL: `https://operator:${SECRET}@news.example` },
    { REDIS_URL: `http://:${SECRET}@127.0.0.1` },
    { REDIS_URL: `redis+sentinel://:${SECRET}@127.0.0.1:1` },
    { REDIS_PREFIX: 'a{b}' },
    { DATA_DIR: join(folder, 'a-file') },
    { DATA_DIR: '/proc/no-folder' },
    { SOURCES: 'nbkr,bank' },
    { SOURCES: 'nbk,nbk' },
    { NBK_ORIGIN: `http://operator:${SECRET}@127.0.0.1:4010` },
    { NBK_ORIGIN: 'http://127.0.0.1:4010/rss' },
    { SEED_FILE: join(folder, 'no-file') },
    { SEED_FILE: join(folder, 'a-file') },
    { POLL_CRON: 'every hour' },
    { POLL_CRON: '61 * * * *' },
    { BACKFILL_DAYS: '1e3' },
    { ALLOWED_ORIGINS: `https://operator:${SECRET}@news.example` },
    { TRUSTED_PROXIES: '10.0.0.0/33' },
    { MAX_CLIENTS: '0' },
    { RATE_LIMIT: 'none' },
    { OPS_PORT: String(busyPort) },
    { ADMIN_TOKEN: SECRET },
  ];
  const many: [Env, string[]][] = [
    [{ SOURCES: 'oxr', ADMIN_TOKEN: SECRET }, ['OXR_APP_ID', 'ADMIN_TOKEN']],
    [
      {
        PORT: '0x10',
        HOST: 'no such host',
        PUBLIC_URL: 'ftp://news.example',
        REDIS_PREFIX: ' {',
        DATA_DIR: join(folder, 'a-file'),
        SOURCES: ',',
        CBU_ORIGIN: 'cbu.uz',
        SEED_FILE: join(folder, 'no-file'),
        POLL_CRON: '* * *',
        BACKFILL_DAYS: '-1',
        ALLOWED_ORIGINS: '*.news.example',
        TRUSTED_PROXIES: 'proxy',
        MAX_CLIENTS: 'all',
        MAX_CLIENTS_PER_ADDRESS: '0',
        RATE_LIMIT: '-1',
        OPS_PORT: '70000',
        ADMIN_TOKEN: SECRET,
        LOG_LEVEL: 'loud',
      },
      [],
    ],
  ];
  return [...one.map((env): [Env, string[]] => [env, []]), ...many].map(([env, named]) => [
    env,
    named.length > 0 ? named : Object.keys(env),
  ]);
}

interface Ended {
  code: number | null;
  tookMs: number;
  said: string;
}

async function startWith(env: Env): Promise<Ended> {
  const defaults = { HOST: '127.0.0.1', PORT: '0', OPS_PORT: '0', DATA_DIR: '', SOURCES: 'seed' };
  const began = performance.now();
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH: process.env.PATH ?? '', ...defaults, OXR_APP_ID: '', ...env },
    // A service that starts nevertheless is a failure, and must be ended.
    timeout: 10_000,
    killSignal: 'SIGKILL',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, tookMs: Math.round(performance.now() - began), said };
}

/** The row of bad configurations. */
export async function run(): Promise<FaultRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ticker-'));
  await writeFile(join(folder, 'a-file'), '{"rates":[{"code":"KGS","value":87.45,"date":"2026-05-23"}]}');
  const busy = createServer().listen(0, '127.0.0.1');
  await once(busy, 'listening');
  const table = tableOf(folder, (busy.address() as { port: number }).port);
  const seen = { ended: 0, named: 0, shown: 0, slowestMs: 0 };
  try {
    for (const [env, named] of table) {
      const first = await startWith(env);
      // Measured again when it was slow: the machine may be busy.
      const { code, tookMs, said } = first.tookMs <= LIMIT_MS ? first : await startWith(env);
      const missing = named.filter((key) => !new RegExp(`(?:^|\\s)${key}: `).test(said));
      if (code === 1) seen.ended += 1;
      if (missing.length === 0) seen.named += 1;
      if (said.includes(SECRET)) seen.shown += 1;
      seen.slowestMs = Math.max(seen.slowestMs, tookMs);
      if (code !== 1 || missing.length > 0 || said.includes(SECRET) || tookMs > LIMIT_MS)
        console.log(
          `${JSON.stringify(env)}: exit ${code} after ${tookMs} ms, not named: ${missing}\n${said}`,
        );
    }
  } finally {
    busy.close();
    await rm(folder, { recursive: true });
  }
  return [
    {
      id: 'O1',
      fault: `${table.length} bad configurations, one of 18 bad keys at once`,
      measured: `${seen.ended} ended with 1, ${seen.named} named every bad key, ${seen.shown} showed a secret; slowest ${seen.slowestMs} ms`,
      due: `${table.length}, ${table.length}, 0; 1,000 ms`,
      passed:
        seen.ended === table.length &&
        seen.named === table.length &&
        seen.shown === 0 &&
        seen.slowestMs <= LIMIT_MS,
    },
  ];
}
