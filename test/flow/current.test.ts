import { Agent, get, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rateFor } from '../support/figures.ts';
import { type ServingParts, startParts } from '../support/service/serving-parts.ts';

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

let parts: ServingParts;
let agent: Agent;
beforeEach(async () => {
  agent = new Agent({ keepAlive: true });
  parts = await startParts();
});
afterEach(async () => {
  agent.destroy();
  await parts.stop();
});

/** An answer as it was sent: `fetch` would unpack it. */
function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get(`${parts.origin}${path}`, { headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { date: _date, ...rest } = response.headers;
        const body = Buffer.concat(chunks).toString('base64');
        resolve({ status: response.statusCode ?? 0, headers: rest, body });
      });
    });
    request.on('error', reject);
  });
}

const PATHS = [
  '/rates',
  '/rates?codes=KGS,UZS',
  '/rates.txt',
  '/rates.csv?decimals=5',
  '/rates.ndjson',
  '/rates/KGS',
  '/rates/kzt.txt?digits=3',
  '/rates/TJS/badge',
];
const HEADS: Record<string, string>[] = [
  {},
  { 'accept-encoding': 'gzip, deflate, br' },
  { 'accept-encoding': 'gzip' },
  { 'if-none-match': '*' },
  { 'if-none-match': '"another"', 'accept-encoding': 'br' },
  { origin: 'https://news.example' },
  { 'x-request-id': 'abc' },
];

describe('an answer that is found by its address', () => {
  it.each(PATHS)('equals the one that the router gave: %s', async (path) => {
    for (const head of HEADS) {
      // A change empties the kept answers, so that the router answers.
      await parts.commit(rateFor('KGS', String(80 + HEADS.indexOf(head))));
      const routed = await ask(path, head);
      const found = await ask(path, head);
      expect(found).toEqual(routed);
    }
  });

  it('is not used after a change of a rate', async () => {
    await ask('/rates/KGS');
    await parts.commit(rateFor('KGS', '88'));
    const { body } = await ask('/rates/KGS');
    expect(JSON.parse(Buffer.from(body, 'base64').toString())).toMatchObject({ inverse: '88' });
  });

  it('is counted like others', async () => {
    for (let round = 0; round < 3; round += 1) await ask('/rates/KGS');
    await ask('/rates/KGS', { 'if-none-match': '*' });
    const { values } = await parts.metrics.requests.get();
    const counts = values.map(({ labels, value }) => [labels.route, labels.status, value]);
    expect(counts).toEqual([
      ['/rates/{code}', 200, 3],
      ['/rates/{code}', 304, 1],
    ]);
  });

  it.each(['a b', 'localhost:65536', 'localhost:99999'])(
    'is not given to the Host %s, which is no host',
    async (host) => {
      for (let round = 0; round < 2; round += 1) {
        await ask('/rates');
        const peer = connect({ port: parts.port, host: '127.0.0.1' });
        peer.write(`GET /rates HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
        const head = await new Promise<string>((resolve) =>
          peer.once('data', (data) => resolve(String(data))),
        );
        peer.destroy();
        expect(head).toMatch(/^HTTP\/1.1 400 /);
      }
    },
  );
});

it('an answer that is found by its address counts for the limit of requests', async () => {
  await parts.stop();
  parts = await startParts({ rateLimit: 3 });
  const statuses: number[] = [];
  for (let round = 0; round < 4; round += 1) statuses.push((await ask('/rates')).status);
  expect(statuses).toEqual([200, 200, 200, 429]);
});

it('an answer that is found by its address names only an origin that is admitted', async () => {
  await parts.stop();
  parts = await startParts({ allowedOrigins: new Set(['https://news.example']) });
  const origins: unknown[] = [];
  for (const origin of ['https://news.example', 'https://other.example', 'https://news.example']) {
    const { headers } = await ask('/rates', { origin });
    origins.push(headers['access-control-allow-origin'] ?? null);
    expect(headers.vary).toBe('accept-encoding, origin');
  }
  expect(origins).toEqual(['https://news.example', null, 'https://news.example']);
});
