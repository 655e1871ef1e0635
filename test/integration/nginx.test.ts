import { once } from 'node:events';
import { STATUS_CODES } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ProblemStatus, typeOf } from '../../src/serve/http/problem.ts';
import { type Stack, startStack } from '../support/service/stack.ts';
import { until } from '../support/until.ts';

/** Connections with an open request that nginx allows for one address. */
const MOST = 2_024;

let stack: Stack;
let port: number;
beforeAll(async () => {
  const env = { MAX_CLIENTS_PER_ADDRESS: '5000', ALLOWED_ORIGINS: 'https://news.example' };
  stack = await startStack(1, env);
  port = Number(new URL(stack.origin).port);
});
afterAll(() => stack.stop());

interface PeerSocket extends Socket {
  received: string;
}

async function come(text: string, localAddress = '127.0.0.1'): Promise<PeerSocket> {
  const peer = Object.assign(connect({ port, host: '127.0.0.1', localAddress }), { received: '' });
  peer.on('error', () => {});
  peer.on('data', (chunk) => {
    // The header is enough here.
    if (peer.received.length < 2_000) peer.received += String(chunk);
  });
  await once(peer, 'connect');
  peer.write(text);
  return peer;
}

interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** The answer to a request in any form; `fetch` corrects or refuses some of them. */
async function ask(request: string): Promise<Answer> {
  const peer = await come(request);
  await until('an answer', () => peer.received.includes('}') || peer.closed);
  peer.destroy();
  const [head = '', text = ''] = peer.received.split('\r\n\r\n');
  const [first = '', ...fields] = head.split('\r\n');
  const headers = new Headers(fields.map((it) => it.split(': ') as [string, string]));
  return { status: Number(first.split(' ')[1]), headers, text };
}

/** An error of nginx itself has the form of the service's errors, and pages of any origin may read it. */
function expectProblem({ status, headers, text }: Answer, due: ProblemStatus): void {
  expect(status).toBe(due);
  expect(JSON.parse(text)).toEqual({
    type: typeOf(due),
    title: STATUS_CODES[due],
    status: due,
    detail: expect.any(String),
  });
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': expect.stringContaining('x-request-id'),
    'x-content-type-options': 'nosniff',
    'x-request-id': expect.stringMatching(/^[\w.:+/=-]{1,64}$/),
  });
}

/** A reset is an end as well. */
const isClosed = (peer: Socket) => new Promise((resolve) => peer.once('close', resolve));

it('nginx forwards a request of HTTP/1.0 without Host', async () => {
  const peer = await come('GET /healthz HTTP/1.0\r\n\r\n');
  await isClosed(peer);
  expect(peer.received).toMatch(/^HTTP\/1.1 200 /);
});

it('the service recognises its own page by the port also behind nginx', async () => {
  const admitted = await fetch(`${stack.origin}/rates`, { headers: { origin: stack.origin } });
  expect(admitted.headers.get('access-control-allow-origin')).toBe(stack.origin);
});

it('nginx closes a request whose header is incomplete after seven seconds', async () => {
  const peer = await come('GET /rates HTTP/1.1\r\nHost: x\r\nX-Slow: ');
  const began = performance.now();
  const drip = setInterval(() => peer.write('x'), 1_000);
  await isClosed(peer);
  clearInterval(drip);
  expect(performance.now() - began).toBeLessThan(7_000);
});

it(`nginx allows ${MOST} connections of one address, and others as well`, async () => {
  const STREAM = 'GET /stream HTTP/1.1\r\nHost: x\r\n\r\n';
  const held: PeerSocket[] = [];
  while (held.length < MOST)
    held.push(...(await Promise.all(Array.from({ length: 46 }, () => come(STREAM)))));
  await until('all streams', () => held.every(({ received }) => received.startsWith('HTTP/1.1 200')));
  const over = await come(STREAM);
  await until('an answer', () => over.received.includes('detail'));
  expect(over.received).toMatch(/^HTTP\/1.1 429 .*Retry-After: 10.*RateLimit: "default";r=0;t=10/s);
  expectProblem(await ask(STREAM), 429);
  const other = await come(STREAM, '127.0.0.2');
  await until('an answer', () => other.received !== '');
  expect(other.received).toMatch(/^HTTP\/1.1 200/);
  for (const peer of [...held, over, other]) peer.destroy();
}, 60_000);

it.each([
  [
    'a body of 5 kB',
    `POST /rates HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n${'x'.repeat(5_000)}`,
    400,
  ],
  ['an address of 20 kB', `GET /rates?${'x'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 400],
  ['a header of 40 kB', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(40_000)}\r\n\r\n`, 400],
  ['a request without Host', 'GET /rates HTTP/1.1\r\n\r\n', 400],
  ['bytes that are not HTTP', 'rates please\r\n\r\n', 400],
  ['the path of its own problems', 'GET /nginx-problem HTTP/1.1\r\nHost: x\r\n\r\n', 404],
  ['HTTP/3.3', 'GET / HTTP/3.3\r\nHost: x\r\n\r\n', 400],
  ['TRACE', 'TRACE /rates HTTP/1.1\r\nHost: x\r\n\r\n', 405],
] as const)('nginx answers %s with a problem', async (_name, request, status) => {
  const answer = await ask(request);
  expectProblem(answer, status);
  if (status === 405) expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
});

it('nginx gives each request an id, which the service uses too', async () => {
  const idOf = async (given: string) => {
    const answer = await fetch(`${stack.origin}/nothing`, { headers: { 'x-request-id': given } });
    expect(answer.status).toBe(404);
    return answer.headers.get('x-request-id');
  };
  expect(await idOf('')).toMatch(/^[0-9a-f]{32}$/);
  expect(await idOf('not an id')).toMatch(/^[0-9a-f]{32}$/);
  expect(await idOf('of-a-client.1')).toBe('of-a-client.1');
});

it('nginx answers with a problem while no replica runs', async () => {
  await stack.replicas[0]?.end('SIGKILL');
  for (const path of ['/rates', '/stream', '/nothing']) {
    const answer = await ask(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
    expectProblem(answer, 503);
    expect(answer.headers.get('retry-after')).toBe('1');
  }
  await stack.restart(0, 'SIGKILL');
  expect((await fetch(`${stack.origin}/rates`)).status).toBe(200);
});
