import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays, isWeekend } from '../../src/rates/date.ts';
import type { Snapshot } from '../../src/rates/wire.ts';
import { nbk } from '../../src/sources/banks/nbk.ts';
import { type Bank, openBank } from '../support/banks/bank.ts';
import { type Figures, nbkPages } from '../support/banks/documents.ts';
import { freePort } from '../support/redis/servers.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { until } from '../support/until.ts';

const EXAMPLE = new URL('../../docs/examples/notify.mjs', import.meta.url).pathname;
/** The last working days of the bank up to today, because a weekend's bulletin can be a carry. */
const DAYS = Array.from({ length: 8 }, (_, ago) =>
  addDays(new Date().toISOString().slice(0, 10), -ago),
).filter((date) => !isWeekend(date, nbk.calendar.weekend));
const day = (ago: number) => DAYS[ago] ?? '';

let dir: string;
let bank: Bank;
let figures: Figures;
let port: number;
let service: ServiceChild;
let receiver: Server;
/** The bodies that the chat accepted, and the requested paths. */
let posts: { chat_id?: string; text: string }[];
let paths: string[];
/** The statuses of the next answers; `usual` after them. */
let answers: number[];
let usual: number;
/** What the example has written to its standard error. */
let told: string;
const running: ChildProcess[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ticker-notify-'));
  // Not the seed's figure, which is shown before.
  figures = { [day(3)]: '476.09' };
  bank = await openBank((path) => nbkPages(figures)(path));
  port = await freePort();
  service = await startService();
  [posts, paths, answers] = [[], [], []];
  [usual, told] = [200, ''];
  receiver = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    paths.push(request.url ?? '');
    const status = answers.shift() ?? usual;
    if (status === 200) posts.push(JSON.parse(body));
    response.writeHead(status).end('{}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => receiver.once('listening', resolve));
});
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  receiver.closeAllConnections();
  receiver.close();
  await service.end('SIGKILL');
  await bank.close();
  await rm(dir, { recursive: true });
});

async function startService(): Promise<ServiceChild> {
  const polling = { SOURCES: 'nbk', NBK_ORIGIN: bank.origin, POLL_CRON: '* * * * * *', BACKFILL_DAYS: '0' };
  const child = await startChild({ ...polling, PORT: String(port), DATA_DIR: join(dir, 'data') });
  await shown(child, Object.values(figures).at(-1));
  return child;
}

async function shown({ origin }: ServiceChild, figure: string | undefined): Promise<void> {
  await until(`${figure} shown`, async () => {
    const { rates } = (await (await fetch(`${origin}/rates`)).json()) as Snapshot;
    return rates.some((it) => it.inverse === figure);
  });
}

/** Sets the bank's figure, and waits until the service shows it. */
async function print(date: string, figure: string): Promise<void> {
  figures = { ...figures, [date]: figure };
  await shown(service, figure);
}

const file = () => join(dir, 'position.json');
const kept = async () => JSON.parse(await readFile(file(), 'utf8').catch(() => '{}'));

/** Starts the example and waits until it has stored its position. */
async function notify(env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(process.execPath, [EXAMPLE, `http://127.0.0.1:${port}/`, file()], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr?.on('data', (chunk) => {
    told += String(chunk);
  });
  running.push(child);
  await until('a position', async () => (await kept()).position !== undefined);
  return child;
}

const hook = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
const texts = () => posts.map((it) => it.text.replace(/ \(.*\)$/, ''));

describe('the example that notifies a chat', () => {
  it('does not post earlier fixings, posts new ones, and tries again when the chat fails', async () => {
    await notify({ WEBHOOK_URL: hook() });
    answers = [500, 429];
    await print(day(2), '478.77');
    await until('a post', () => posts.length > 0);
    expect(posts).toEqual([
      { text: `1 USD = 478.77 KZT for ${day(2)}, KZT -0.56 % (National Bank of Kazakhstan)` },
    ]);
    expect(paths).toHaveLength(3);
  });

  it('posts each fixing of the time while it was stopped, in order and once', async () => {
    (await notify({ WEBHOOK_URL: hook() })).kill('SIGKILL');
    await print(day(2), '478.77');
    await print(day(1), '479.10');
    await notify({ WEBHOOK_URL: hook() });
    await until('two posts', () => posts.length >= 2);
    await print(day(0), '480.20');
    await until('the third', () => posts.length >= 3);
    expect(texts()).toEqual([
      `1 USD = 478.77 KZT for ${day(2)}, KZT -0.56 %`,
      `1 USD = 479.10 KZT for ${day(1)}, KZT -0.07 %`,
      `1 USD = 480.20 KZT for ${day(0)}, KZT -0.23 %`,
    ]);
  });

  it('reads the history when the service cannot replay the missed changes', async () => {
    (await notify({ WEBHOOK_URL: hook() })).kill('SIGKILL');
    await print(day(2), '478.77');
    await print(day(1), '479.10');
    await writeFile(
      file(),
      JSON.stringify({ ...(await kept()), position: { epoch: 'anotherone1', seq: 7 } }),
    );
    await notify({ WEBHOOK_URL: hook() });
    await until('two posts', () => posts.length >= 2);
    expect(texts()).toEqual([
      `1 USD = 478.77 KZT for ${day(2)}`,
      `1 USD = 479.10 KZT for ${day(1)}, KZT -0.07 %`,
    ]);
  });

  it('loses and repeats nothing when the service is killed and restarted', async () => {
    await notify({ TELEGRAM_TOKEN: '1:secret', TELEGRAM_CHAT: '@channel', TELEGRAM_API: hook() });
    await print(day(2), '478.77');
    await until('a post', () => posts.length > 0);
    await service.end('SIGKILL');
    figures = { ...figures, [day(1)]: '479.10' };
    service = await startService();
    await until('the second post', () => posts.length > 1);
    expect(posts.map((it) => it.chat_id)).toEqual(['@channel', '@channel']);
    expect(paths).toEqual(['/bot1:secret/sendMessage', '/bot1:secret/sendMessage']);
    expect(texts().at(-1)).toContain(`479.10 KZT for ${day(1)}`);
  });

  it('posts the fixings that wait for the chat also when the service is away meanwhile', async () => {
    usual = 500;
    const child = await notify({ WEBHOOK_URL: `${hook()}/secret` });
    await print(day(2), '478.77');
    await until('a try', () => paths.length > 0);
    await print(day(1), '479.10');
    await service.end('SIGKILL');
    usual = 200;
    await until('the first post', () => posts.length > 0);
    // The second fixing needs the history of the service.
    await until('a try without the service', () => child.exitCode !== null || told.includes('the service: '));
    service = await startService();
    await until('the second post', () => posts.length > 1);
    expect(texts()).toEqual([
      `1 USD = 478.77 KZT for ${day(2)}, KZT -0.56 %`,
      `1 USD = 479.10 KZT for ${day(1)}, KZT -0.07 %`,
    ]);
    expect(told).toContain('the chat: 500; the next try is in 1 s');
    expect(told).not.toContain('secret');
  });

  it('ends at once with a message for a setting that is missing or empty', () => {
    const bad = [{}, { WEBHOOK_URL: '' }, { WEBHOOK_URL: 'hooks.example' }, { TELEGRAM_TOKEN: '1:secret' }];
    for (const env of bad) {
      const child = spawnSync(process.execPath, [EXAMPLE, service.origin, file()], {
        env: { PATH: process.env.PATH, ...env },
        encoding: 'utf8',
        timeout: 5_000,
      });
      expect([child.status, child.stderr], JSON.stringify(env)).toEqual([
        1,
        'set WEBHOOK_URL to an address, or TELEGRAM_TOKEN and TELEGRAM_CHAT\n',
      ]);
    }
  });
});
