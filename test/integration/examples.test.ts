import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { until } from '../support/until.ts';

const folder = new URL('../../docs/examples/', import.meta.url);
const read = (file: string, base = folder) => readFileSync(new URL(file, base), 'utf8');

let service: ServiceChild;
beforeAll(async () => {
  service = await startChild({ SOURCES: 'demo' });
});
afterAll(async () => {
  await service.end();
});

/** Runs a command until its output contains all of these texts. Returns the output. */
async function runUntil(command: string[], patterns: RegExp[], input = ''): Promise<string> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, { cwd: folder.pathname, stdio: ['pipe', 'pipe', 'pipe'] });
  let printed = '';
  for (const output of [child.stdout, child.stderr]) {
    output.on('data', (text) => {
      printed += String(text);
    });
  }
  child.stdin.write(input);
  try {
    await until(
      `${command.join(' ')}: ${printed}`,
      () => patterns.every((pattern) => pattern.test(printed)),
      20_000,
    );
  } finally {
    child.kill('SIGKILL');
  }
  return printed;
}

/** A server of this process, until `close()`. */
async function startServer(answer: RequestListener): Promise<{ origin: string; close(): void }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('the examples', () => {
  it('for Node prints the snapshot and updates of the selected codes', async () => {
    const printed = await runUntil(
      [process.execPath, 'node.mjs', service.origin, 'KGS,UZS'],
      [/^snapshot \d+ UZS\/USD 0\.0000\d+ /m, /^update \d+ KGS\/USD 0\.011\d+ -?\d+\.\d\d%$/m],
    );
    expect(printed).not.toMatch(/KZT/);
  });

  it('for Python does the same', async () => {
    const printed = await runUntil(
      ['python3', 'stream.py', service.origin, 'KGS,UZS'],
      [/^snapshot \d+ UZS\/USD 0\.0000\d+$/m, /^update \d+ KGS\/USD 0\.011\d+$/m],
    );
    expect(printed).not.toMatch(/KZT/);
  });

  const event = (seq: number) =>
    `id: someepoch1:${seq}\ndata: ${JSON.stringify({ type: 'update', seq, rates: [{ pair: 'KGS/USD', rate: '0.01' }] })}\n\n`;

  it.each<[string, Record<string, string>, string | Buffer]>([
    ['closes the connection', { connection: 'close' }, ''],
    ['closes it within a character', { connection: 'close' }, Buffer.from([0xd0])],
    ['cuts a chunk, as a proxy does', {}, '20\r\nid: someepoch1:2'],
  ])('for Python requests an incomplete event again when the server %s', async (_how, head, rest) => {
    const asked: unknown[] = [];
    const server = await startServer(({ headers, socket }, response) => {
      asked.push(headers['last-event-id']);
      response.writeHead(200, { 'content-type': 'text/event-stream', ...head });
      if (asked.length > 1) response.end(event(2));
      else response.write(`retry: 10\n\n${event(1)}${event(2).slice(0, -20)}`, () => socket.end(rest));
    });
    const printed = await runUntil(['python3', 'stream.py', server.origin], [/^update 2 /m]);
    server.close();
    expect(printed).toMatch(/^update 1 KGS\/USD 0.01\n/);
    expect(asked.slice(0, 2)).toEqual([undefined, 'someepoch1:1']);
  });

  it('for Python waits as long as a refusal tells it', async () => {
    const askedAt: number[] = [];
    const server = await startServer((_request, response) => {
      askedAt.push(performance.now());
      if (askedAt.length > 2) response.end(event(2));
      else if (askedAt.length > 1) response.writeHead(503, { 'retry-after': '1' }).end();
      else response.end(`retry: 10\n\n${event(1)}`);
    });
    await runUntil(['python3', 'stream.py', server.origin], [/^update 2 /m]);
    server.close();
    const [, refusedAt = 0, againAt = 0] = askedAt;
    expect(againAt - refusedAt).toBeGreaterThan(990);
  });

  it('for Python ends with the reader of its output', async () => {
    await runUntil(['sh', '-c', `python3 stream.py ${service.origin} | head -n 1; echo ended`], [/^ended$/m]);
  });

  it('for curl prints events with their ids', async () => {
    await runUntil(
      ['curl', '-sN', `${service.origin}/stream?codes=KGS,UZS`],
      [/^id: [a-z0-9]+:\d+\ndata: {"type":"snapshot"/m, /^data: {"type":"update"/m],
    );
  });

  it('for wscat prints messages and sends lines', async () => {
    const address = `${service.origin.replace('http', 'ws')}/ws?codes=KGS`;
    const wscat = new URL('../../node_modules/.bin/wscat', import.meta.url).pathname;
    await runUntil(
      [wscat, '-c', address, '-w', '20', '-x', '{"type":"ping","id":1}'],
      [/"type":"snapshot"/, /"type":"pong","id":1/],
    );
  });

  it('for the browser shows the rates and their updates', async () => {
    const files: Record<string, [type: string, text: string]> = {
      '/browser.html': ['text/html', read('browser.html')],
      '/client.js': ['text/javascript', read('../../dist/client.js')],
    };
    const server = await startServer((request, response) => {
      const [type, text] = files[new URL(request.url ?? '', 'http://x').pathname] ?? ['text/plain', ''];
      response.writeHead(200, { 'content-type': type }).end(text);
    });
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    try {
      const page = await browser.newPage();
      await page.goto(`${server.origin}/browser.html?src=${service.origin}`);
      const row = page.locator('[data-code=UZS]');
      await row.waitFor();
      const first = await row.textContent();
      expect(first).toMatch(/^UZS\/USD = 0\.0000\d+$/);
      await until('the next rate', async () => (await row.textContent()) !== first, 20_000);
      expect(await page.locator('#state').textContent()).toBe('live');
    } finally {
      await browser.close();
      server.close();
    }
  });
});
