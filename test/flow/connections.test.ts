import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServingParts, startParts } from '../support/service/serving-parts.ts';
import { until } from '../support/until.ts';

let parts: ServingParts;
beforeEach(async () => {
  // One stream for each address, and 1,024 other connections.
  parts = await startParts({ maxClientsPerAddress: 1, rateLimit: 100 });
});
afterEach(() => parts.stop());

const requestOf = (path: string, ...headers: string[]) =>
  `${[`GET ${path} HTTP/1.1`, 'Host: x', ...headers].join('\r\n')}\r\n\r\n`;
const STREAM = requestOf('/stream');
const RATES = requestOf('/rates');

interface PeerSocket extends Socket {
  received: string;
}

/** A peer that sends this text as it is, and records the answers. */
async function come(text: string, localAddress = '127.0.0.1'): Promise<PeerSocket> {
  const socket = connect({ port: parts.port, host: '127.0.0.1', localAddress });
  const peer = Object.assign(socket, { received: '' });
  peer.on('error', () => {});
  peer.on('data', (chunk) => {
    peer.received += String(chunk);
  });
  await once(peer, 'connect');
  peer.write(text);
  return peer;
}

const streams = async () => (await parts.metrics.streams.get()).values.reduce((sum, it) => sum + it.value, 0);
const isGone = async () => (await parts.connections()) === 0;

describe('a connection with a stream', () => {
  it('accepts no further request: it is closed, and nothing after the stream is answered', async () => {
    const peer = await come(STREAM + RATES.repeat(1_000));
    await until('its end', isGone);
    await until('its place', async () => (await streams()) === 0);
    // The snapshot of the stream may arrive before the end. An answer to /rates would be JSON.
    expect(peer.received).not.toContain('application/json');
  });

  it('is also closed by a later request, and by a handshake', async () => {
    for (const later of [RATES, STREAM, requestOf('/ws', 'Connection: Upgrade', 'Upgrade: websocket')]) {
      const peer = await come(STREAM);
      await until('the snapshot', () => peer.received.includes('"snapshot"'));
      peer.write(later);
      await until('its end', isGone);
      expect(peer.received.match(/HTTP\/1.1/g)).toHaveLength(1);
      await until('its place', async () => (await streams()) === 0);
    }
  });

  it.each([
    ['hangs up', (peer: Socket) => void peer.end()],
    ['is reset', (peer: Socket) => void peer.resetAndDestroy()],
  ])('frees its place at once when a peer that offered h2c %s', async (_how, leave) => {
    const peer = await come(requestOf('/stream', 'Connection: Upgrade', 'Upgrade: h2c'));
    await until('the snapshot', () => peer.received.includes('"snapshot"'));
    expect(await streams()).toBe(1);
    leave(peer);
    // Shorter than the time after which a heartbeat would find it.
    await until('its place', async () => (await streams()) === 0, 2_000);
    await until('its connection', isGone, 2_000);
  });
});

describe('a connection without a stream', () => {
  it('answers ten concurrent requests in order', async () => {
    const peer = await come(RATES.repeat(9) + requestOf('/nothing'));
    await until('the last answer', () => peer.received.includes('404'));
    expect(peer.received.match(/HTTP\/1.1 200/g)).toHaveLength(9);
    peer.destroy();
  });

  it('is closed when hundreds of requests wait', async () => {
    // The answer of /sources takes a turn of the event loop, so that the others wait.
    await come(requestOf('/sources').repeat(500));
    await until('its end', isGone);
  });

  it.each([
    ['without a Host', 'GET /rates HTTP/1.1\r\n\r\n'],
    ['with an Expect field', requestOf('/rates', 'Expect: much')],
  ])('is ended by hundreds of requests %s, which Node would answer itself', async (_which, text) => {
    const peer = await come(requestOf('/sources') + text.repeat(500));
    await until('its end', isGone);
    expect(peer.received.match(/HTTP\/1.1/g)?.length ?? 0).toBeLessThan(20);
  });

  it('gets a 400 for HTTP/1.1 without a Host, and a normal answer with an Expect field', async () => {
    const bare = await come('GET /rates HTTP/1.1\r\n\r\n');
    await until('an answer', () => bare.received.includes('}'));
    expect(bare.received).toMatch(/^HTTP\/1.1 400 .*Host header/s);
    const expecting = await come(requestOf('/rates', 'Expect: 100-continue'));
    await until('an answer', () => expecting.received.includes('"quote"'));
    expect(expecting.received).toMatch(/^HTTP\/1.1 200 /);
    for (const peer of [bare, expecting]) peer.destroy();
  });

  it.each([
    ['another protocol', requestOf('/', 'Connection: Upgrade', 'Upgrade: z')],
    ['a WebSocket', requestOf('/ws', 'Connection: Upgrade', 'Upgrade: websocket')],
  ])('is ended by an upgrade request for %s behind a request without an answer', async (_what, upgrade) => {
    const peer = await come(requestOf('/sources') + upgrade);
    await until('its end', isGone);
    expect(peer.received).not.toContain('101');
    expect((await fetch(`${parts.origin}/healthz`)).status).toBe(200);
  });

  it('is closed after a 429', async () => {
    for (let count = 0; count < 100; count += 1) await (await fetch(`${parts.origin}/rates`)).text();
    const peer = await come(RATES, '127.0.0.1');
    await once(peer, 'close');
    expect(peer.received).toMatch(/^HTTP\/1.1 429 .*connection: close/is);
  });

  it('is one of at most 1,025 of an address, and another address is admitted', async () => {
    const held = await Promise.all(Array.from({ length: 1_025 }, () => come('')));
    await until('all of them', async () => (await parts.connections()) === 1_025);
    const over = await come(RATES);
    await once(over, 'close');
    expect(over.received).toMatch(/^HTTP\/1.1 429 .*retry-after: 10/is);
    const other = await come(RATES, '127.0.0.2');
    await until('its answer', () => other.received.startsWith('HTTP/1.1 200'));
    held[0]?.destroy();
    await until('a free place', async () => (await parts.connections()) === 1_025);
    const next = await come(RATES);
    await until('its answer', () => next.received.startsWith('HTTP/1.1 200'));
    for (const peer of [...held, other, next]) peer.destroy();
  });
});
