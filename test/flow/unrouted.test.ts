import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';
import { startParts } from '../support/service/serving-parts.ts';
import { until } from '../support/until.ts';

let service: InProcessService;
beforeEach(async () => {
  service = await startInProcess({
    SOURCES: 'seed',
    LOG_LEVEL: 'debug',
    ALLOWED_ORIGINS: 'https://news.example',
    MAX_CLIENTS: '1',
  });
});
afterEach(() => service.stop());

interface Answer {
  status: number;
  headers: Headers;
  problem: { type: string; status: number; detail: string };
}

/** Sends bytes as they are, and reads the answer until the service closes the connection. */
async function send(text: string, origin = service.origin): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const socket = connect({ host: hostname, port: Number(port) });
  let heard = '';
  socket.on('data', (chunk) => {
    heard += String(chunk);
  });
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  const [head = '', body = ''] = heard.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const headers = new Headers(lines.map((line) => line.split(': ') as [string, string]));
  expect(headers.get('content-length')).toBe(String(Buffer.byteLength(body)));
  return { status: Number(first.split(' ')[1]), headers, problem: JSON.parse(body) };
}

const handshake = (path: string, ...more: string[]) =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...more,
    '\r\n',
  ].join('\r\n');

async function lineOf(requestId: string | null) {
  const find = () => service.lines.find(({ fields }) => fields.requestId === requestId);
  await until('the line of the request', () => find() !== undefined);
  return find();
}

describe('a refused handshake', () => {
  it.each([
    ['of a page that is not admitted', handshake('/ws', 'Origin: https://other.example'), 403],
    ['at another path', handshake('/other'), 404],
    ['that is invalid', handshake('/ws').replace('Version: 13', 'Version: 1'), 400],
  ])('%s is found in the log by its id', async (_which, text, status) => {
    const { headers, ...answer } = await send(text);
    expect(answer.status).toBe(status);
    const line = await lineOf(headers.get('x-request-id'));
    expect(line).toMatchObject({ level: 'debug', fields: { method: 'GET', status } });
  });

  it('of another version is told the version that is spoken', async () => {
    const { headers } = await send(handshake('/ws').replace('Version: 13', 'Version: 1'));
    expect(headers.get('sec-websocket-version')).toBe('13');
  });

  it('keeps the id of a proxy, also when all streams are taken', async () => {
    const stream = new AbortController();
    await fetch(`${service.origin}/stream`, { signal: stream.signal });
    const { status, headers } = await send(handshake('/ws?codes=KGS', 'X-Request-Id: proxy-7'));
    expect([status, headers.get('x-request-id')]).toEqual([503, 'proxy-7']);
    expect((await lineOf('proxy-7'))?.fields).toMatchObject({ url: '/ws?codes=KGS', status: 503 });
    stream.abort();
  });
});

it('logs an accepted handshake when its stream is over', async () => {
  const peer = connect({ host: '127.0.0.1', port: Number(new URL(service.origin).port) });
  peer.write(handshake('/ws', 'X-Request-Id: proxy-8'));
  await once(peer, 'data');
  expect(service.lines.some(({ fields }) => fields.requestId === 'proxy-8')).toBe(false);
  peer.destroy();
  expect((await lineOf('proxy-8'))?.fields).toMatchObject({ url: '/ws', status: 101 });
});

const UNREADABLE: [what: string, text: string, status: number, name: string][] = [
  ['an address that is not ASCII', 'GET /rates?codes=ё HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'bad-request'],
  ['an unknown method', 'FROB / HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'bad-request'],
  ['an address of 20 kB', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'request-too-large'],
];

describe('bytes that are no request', () => {
  it.each(UNREADABLE)('are answered with a problem: %s', async (_what, text, status, name) => {
    const { headers, problem, ...answer } = await send(text);
    expect(answer.status).toBe(status);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(problem).toMatchObject({ type: `/docs#problem-${name}`, status });
    expect((await lineOf(headers.get('x-request-id')))?.fields.status).toBe(status);
  });

  it('are counted', async () => {
    const parts = await startParts();
    for (const [, text] of UNREADABLE) await send(text, parts.origin);
    const { values } = await parts.metrics.requests.get();
    expect(values.map(({ labels, value }) => [labels.route, labels.status, value])).toEqual([
      ['other', 400, 2],
      ['other', 431, 1],
    ]);
    await parts.stop();
  });
});

it('gives an id to a request without a Host', async () => {
  const { status, headers } = await send('GET /rates HTTP/1.1\r\nConnection: close\r\n\r\n');
  expect(status).toBe(400);
  expect((await lineOf(headers.get('x-request-id')))?.fields).toMatchObject({ url: '/rates', status: 400 });
});
