import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { listen } from '../../src/serve/http/connections/listener.ts';
import { until } from '../support/until.ts';

const STALL_MS = 1_000;

it('a server closes a peer that requests and never reads, and keeps one that reads slowly', async () => {
  const body = Buffer.alloc(64 << 20);
  const listener = await listen((_request, response) => response.end(body), 0, '127.0.0.1', {
    stallMs: STALL_MS,
  });
  const ask = () => {
    const peer = connect(listener.port, '127.0.0.1', () => peer.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    peer.on('error', () => {});
    return peer;
  };
  const [deaf, slow] = [ask(), ask()];
  deaf.pause();
  const started = performance.now();
  let read = 0;
  slow.on('data', (chunk) => {
    read += chunk.length;
    slow.pause();
    setTimeout(() => slow.resume(), 3);
  });
  const open = () =>
    new Promise<number>((resolve) => listener.server.getConnections((_error, count) => resolve(count)));
  await until('the end of the peer that never reads', async () => read > 0 && (await open()) <= 1);
  await until('the whole body', () => read > body.length);
  expect(performance.now() - started).toBeGreaterThan(2 * STALL_MS);
  slow.destroy();
  deaf.destroy();
  await listener.close();
});
