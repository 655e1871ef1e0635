// bench: the cost of a ticker for a page: bytes, requests, time, layout and memory, compared with three other ways
// and none.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { Server } from 'socket.io';
import WebSocket from 'ws';
import { launch } from '../browser/chromium.ts';
import { shiftOf } from '../browser/watch.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { printTable, type Row } from './table.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 3);
const WATCHED_MS = Number(process.env.WATCHED_MS ?? 30_000);
/** Motion alone costs the same in every second. */
const STILL_MS = WATCHED_MS / 2;
const RIVALS = ['dynamic-marquee', 'react-fast-marquee', 'keyframes'];
const WAYS = [
  'no ticker',
  'silk-ticker',
  'silk-ticker with content',
  'dynamic-marquee',
  'react-fast-marquee',
  'keyframes + socket.io',
];
const KINDS = {
  bytes: 'Transferred for the ticker (bytes)',
  requests: 'Requests',
  firstMs: 'Navigation to the first rate (ms)',
  taskMs: `Main thread over ${WATCHED_MS / 1000} s, CPU slowed four times (ms)`,
  stillMs: `The same over ${STILL_MS / 1000} s in which no rate changes (ms)`,
  shift: 'Layout shift (score x 1000)',
  heapKb: 'Heap after a collection (kB)',
};
type Kind = keyof typeof KINDS;

/** Serves a page for each way, all from one origin, with the rates of a service. */
async function startPages(service: ServiceChild) {
  const scripts = new Map<string, Buffer>();
  for (const name of RIVALS) {
    const { outputFiles } = await build({
      entryPoints: [new URL(`pages/${name}`, import.meta.url).pathname],
      bundle: true,
      minify: true,
      write: false,
      define: { 'process.env.NODE_ENV': '"production"' },
    });
    scripts.set(name, gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }));
  }
  let socketOrigin = '';
  const server = createServer((request, response) => {
    const name = (request.url ?? '').slice(1);
    const script = scripts.get(name.replace('.js', ''));
    if (name.endsWith('.js')) {
      response.writeHead(200, { 'content-type': 'text/javascript', 'content-encoding': 'gzip' }).end(script);
      return;
    }
    const way = Number(name);
    const ours = `<script async src="${service.origin}/widget.js"></script>`;
    const rival = `<div id="ticker"></div><script async src="/${RIVALS[way - 3]}.js"></script>`;
    const content = `<currency-ticker>KGS/USD, KZT/USD, TJS/USD, UZS/USD, TMT/USD</currency-ticker>${ours}`;
    const ticker = ['', ours, content][way] ?? rival;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(
      `<!doctype html><html lang="en"><title>News</title><link rel="icon" href="data:,">` +
        `<body data-src="${service.origin}" data-socket="${socketOrigin}"><h1>News</h1>${ticker}<p>Text</p></body></html>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  socketOrigin = origin;
  const io = new Server(server);
  const relay = new WebSocket(`${service.origin.replace('http', 'ws')}/ws`);
  relay.on('message', (data) => {
    const { rates } = JSON.parse(String(data)) as { rates?: unknown[] };
    if (rates) io.emit('rates', rates);
  });
  io.on('connection', async (socket) => {
    const { rates } = (await (await fetch(`${service.origin}/rates`)).json()) as { rates: unknown[] };
    socket.emit('rates', rates);
  });
  return {
    origin,
    async close() {
      relay.terminate();
      await io.close();
    },
  };
}

async function metric(session: CDPSession, name: string): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find((it) => it.name === name)?.value ?? Number.NaN;
}

/** Milliseconds of the main thread in which the page is not touched. */
async function spentIn(page: Page, session: CDPSession, forMs: number): Promise<number> {
  const before = await metric(session, 'TaskDuration');
  await page.waitForTimeout(forMs);
  return ((await metric(session, 'TaskDuration')) - before) * 1000;
}

async function measure(
  browser: Browser,
  [url, stillUrl]: [string, string],
  hasTicker: boolean,
): Promise<Record<Kind, number>> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 700 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  // Time on the processor: the clock on the wall would count what other programs take meanwhile.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  let bytes = 0;
  let requests = 0;
  session.on('Network.loadingFinished', (it) => {
    bytes += it.encodedDataLength;
    requests += 1;
  });
  const started = performance.now();
  await page.goto(url);
  const figure = page.locator('#ticker, .price').getByText('0.00').first();
  if (hasTicker) await figure.waitFor({ state: 'attached' });
  const firstMs = hasTicker ? performance.now() - started : Number.NaN;
  await page.waitForTimeout(1_000);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  const taskMs = await spentIn(page, session, WATCHED_MS);
  const shift = (await shiftOf(page)) * 1000;
  await session.send('HeapProfiler.collectGarbage');
  const heapKb = (await metric(session, 'JSHeapUsedSize')) / 1024;
  await page.goto(stillUrl);
  if (hasTicker) await figure.waitFor({ state: 'attached' });
  await page.waitForTimeout(2_000);
  const stillMs = await spentIn(page, session, STILL_MS);
  await context.close();
  return { bytes, requests, firstMs, taskMs, stillMs, shift, heapKb };
}

export async function run(): Promise<void> {
  const ticking = await startChild({ SOURCES: 'demo', RATE_LIMIT: '0' });
  const still = await startChild({ RATE_LIMIT: '0' });
  const pages = await startPages(ticking);
  const stillPages = await startPages(still);
  const browser = await launch();
  const rows = Object.fromEntries(
    Object.keys(KINDS).map((kind) => [kind, WAYS.map((way): Row => ({ way, values: [] }))]),
  ) as Record<Kind, Row[]>;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const way of WAYS.keys()) {
      const urls: [string, string] = [`${pages.origin}/${way}`, `${stillPages.origin}/${way}`];
      const measured = await measure(browser, urls, way > 0);
      for (const kind of Object.keys(KINDS) as Kind[]) rows[kind][way]?.values.push(measured[kind]);
    }
  }
  for (const [kind, title] of Object.entries(KINDS))
    printTable(title, 'ratio to silk-ticker', rows[kind as Kind], rows[kind as Kind][1]);
  await browser.close();
  await Promise.all([pages.close(), stillPages.close()]);
  await Promise.all([ticking.end(), still.end()]);
}
