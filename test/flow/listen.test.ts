import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { listen } from '../../src/serve/listen.ts';

it('a listener lets go of a peer that asks and never reads, and keeps one that reads slowly', async () => {
  const body = Buffer.alloc(64 << 20);
  const listener = await listen((_request, response) => response.end(body), 0, '127.0.0.1', 1_000);
  const ask = () => {
    const peer = connect(listener.port, '127.0.0.1', () => peer.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'));
    peer.on('error', () => {});
    return peer;
  };
  const [deaf, slow] = [ask(), ask()];
  let read = 0;
  slow.on('data', (chunk) => {
    read += chunk.length;
    slow.pause();
    setTimeout(() => slow.resume(), 1);
  });
  deaf.pause();
  const open = () => new Promise((resolve) => listener.server.getConnections((_e, count) => resolve(count)));
  while ((await open()) === 2 || read === 0) await once(slow, 'data');
  expect(read).toBeLessThan(body.length);
  while (read < body.length) await once(slow, 'data');
  slow.destroy();
  deaf.destroy();
  await listener.close();
});
