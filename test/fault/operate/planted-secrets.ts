// fault: secrets in every setting that can contain one, during faults of everything that uses them.

import { setTimeout as sleep } from 'node:timers/promises';
import { type Bank, openBank, type Page } from '../../support/banks/bank.ts';
import type { FaultRow } from '../../support/fault/table.ts';
import { freePort, startRedis } from '../../support/redis/servers.ts';
import { type ServiceChild, startChild } from '../../support/service/child.ts';
import { until } from '../../support/until.ts';

/** Only letters and digits, so that no encoding hides them. */
const KEY = 'k3yOfTheMarketSource';
const TOKEN = 't0kenOfTheOperators';
const PASSWORD = 'passw0rdOfTheStore';
/** The connection to an unreachable store is retried within a second. */
const TROUBLE_MS = 3_000;
const SECRETS = [KEY, TOKEN, PASSWORD];

/** All public pages of the service, and bad requests. */
const PAGES = [
  '/',
  '/rates',
  '/rates.txt',
  '/rates/KZT',
  '/rates/KZT/history',
  '/sources',
  '/widget.json',
].concat(
  ['/docs', '/openapi.json', '/asyncapi.json', '/embed', '/oembed', '/healthz', '/readyz', '/stream/x'],
  [`/${KEY.length}`, '/rates/XXX', '/rates?codes=1', '/convert?from=KGS', '/rates.csv?digits=x'],
);

/** Pages in which a publisher repeats the requested address with its key. */
const ECHOES: Page[] = [
  { type: 'text/html', body: `<html><body>No such page: /api/latest.json?app_id=${KEY}</body></html>` },
  { type: 'application/json', body: `{"error":true,"description":"Invalid App ID ${KEY}"}` },
  { type: 'application/json', body: `{"base":"USD","timestamp":"${KEY}","rates":{}}` },
  { type: 'application/json', body: `{"base":"USD","app_id":${KEY}` },
];

interface Heard {
  where: string;
  text: string;
}

/** Everything that a client and an operator can read from a service now. */
async function readAll({ origin, opsOrigin }: ServiceChild): Promise<Heard[]> {
  const heard: Heard[] = [];
  const read = async (where: string, init?: RequestInit) => {
    const response = await fetch(where, { redirect: 'manual', ...init });
    const headers = JSON.stringify([...response.headers]);
    heard.push({ where, text: `${response.status} ${headers} ${await response.text()}` });
  };
  for (const path of PAGES) await read(origin + path);
  for (const path of ['/metrics', '/healthz', '/readyz']) await read(`${opsOrigin}${path}`);
  for (const authorization of ['Bearer wrong', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`])
    await read(`${opsOrigin}/admin/poll`, { method: 'POST', headers: { authorization } });
  return heard;
}

async function pollNow({ opsOrigin }: ServiceChild): Promise<Heard> {
  const headers = { authorization: `Bearer ${TOKEN}` };
  const response = await fetch(`${opsOrigin}/admin/poll`, { method: 'POST', headers });
  return { where: 'POST /admin/poll', text: await response.text() };
}

/** A market source whose publisher refuses the key and repeats it in all ways. */
async function troubleMarket(child: ServiceChild, bank: Bank): Promise<Heard[]> {
  const heard: Heard[] = [];
  const location = `/login?app_id=${KEY}`;
  const echoes = ECHOES.map((page) => ({ kind: 'page' as const, page }));
  const faults = [
    { kind: 'status' as const, status: 401, headers: { 'www-authenticate': KEY } },
    { kind: 'status' as const, status: 302, headers: { location } },
    { kind: 'refuse' as const },
    { kind: 'bomb' as const },
    ...echoes,
  ];
  for (const fault of faults) {
    bank.setFault(fault);
    heard.push(await pollNow(child), ...(await readAll(child)));
  }
  return heard;
}

/** The log with errors, after the service has ended. */
async function endAndRead(child: ServiceChild, errors: string[]): Promise<Heard[]> {
  await child.end('SIGTERM');
  return [
    { where: 'log', text: JSON.stringify(child.lines) },
    { where: 'stderr', text: errors.join('') },
  ];
}

/** The row of planted secrets. */
export async function run(): Promise<FaultRow[]> {
  const bank = await openBank(() => null);
  const redis = await startRedis();
  await redis.cli('config', 'set', 'requirepass', PASSWORD);
  const nobody = await freePort();
  const common = { ADMIN_TOKEN: TOKEN, LOG_LEVEL: 'debug', BACKFILL_DAYS: '0', RATE_LIMIT: '0' };
  const market = { SOURCES: 'oxr', OXR_APP_ID: KEY, OXR_ORIGIN: bank.origin };
  const addresses = [
    `redis://:${PASSWORD}@127.0.0.1:${redis.port}`,
    `redis://${PASSWORD}:${PASSWORD}x@127.0.0.1:${redis.port}`,
    `redis://:${PASSWORD}@127.0.0.1:${nobody}`,
    `rediss://:${PASSWORD}@127.0.0.1:${redis.port}`,
    `redis+sentinel://:${PASSWORD}@127.0.0.1:${nobody}/main`,
    `redis+cluster://:${PASSWORD}@127.0.0.1:${redis.port}`,
  ];
  const heard: Heard[] = [];
  const children: ServiceChild[] = [];
  let authenticated = 0;
  try {
    for (const env of [market, ...addresses.map((REDIS_URL) => ({ SOURCES: 'seed', REDIS_URL }))]) {
      const child = await startChild({ ...common, ...env });
      children.push(child);
      const errors: string[] = [];
      child.process.stderr?.on('data', (chunk) => errors.push(String(chunk)));
      if ('OXR_APP_ID' in env) heard.push(...(await troubleMarket(child, bank)));
      else if (env.REDIS_URL === addresses[0])
        await until('ready with the password', async () => {
          authenticated = (await fetch(`${child.origin}/readyz`)).status === 200 ? 1 : 0;
          return authenticated === 1;
        });
      // The others try several times in this period, and not all of them log it.
      else await sleep(TROUBLE_MS);
      heard.push(...(await readAll(child)), ...(await endAndRead(child, errors)));
    }
  } finally {
    await Promise.all(children.map((child) => child.end('SIGKILL')));
    await redis.remove();
    await bank.close();
  }
  const asked = bank.requests().filter(({ path }) => path.includes(KEY)).length;
  const hits = heard.filter(({ text }) => SECRETS.some((secret) => text.includes(secret)));
  for (const { where, text } of hits) console.log(`shown by ${where}: ${text.slice(0, 2_000)}`);
  const polled = heard.filter(
    ({ where, text }) => where === 'POST /admin/poll' && text.includes('polls'),
  ).length;
  return [
    {
      id: 'O2',
      fault: `${SECRETS.length} secrets planted: a market source that repeats its key in ${ECHOES.length} pages, ${addresses.length} addresses of Redis, wrong tokens`,
      measured: `${hits.length} hits in ${heard.length} pages, metrics, answers and logs; each secret was used (${asked} requests, ${polled} polls, ${authenticated} store)`,
      due: '0; used',
      passed: hits.length === 0 && asked > 0 && polled > 0 && authenticated === 1,
    },
  ];
}
