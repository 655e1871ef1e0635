import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
    if (peer.received.length < 1_000) peer.received += String(chunk);
  });
  await once(peer, 'connect');
  peer.write(text);
  return peer;
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
  expect(over.received).toMatch(/^HTTP\/1.1 429 .*application\/problem\+json.*Retry-After: 10/s);
  const other = await come(STREAM, '127.0.0.2');
  await until('an answer', () => other.received !== '');
  expect(other.received).toMatch(/^HTTP\/1.1 200/);
  for (const peer of [...held, over, other]) peer.destroy();
}, 60_000);
