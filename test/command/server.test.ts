import { once } from 'node:events';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { askServer } from '../../src/command/server.ts';

/** Asks a server that answers an empty object with these headers. */
async function askOf(headers: OutgoingHttpHeaders) {
  const server = createServer((_request, response) => response.writeHead(200, headers).end('{}'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await askServer(`http://127.0.0.1:${port}`, '/rates');
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

it('goes by the clock of the service, and by its own where that tells no time', async () => {
  const { at } = await askOf({ date: 'Thu, 02 Apr 2026 10:00:00 GMT' });
  expect(at.toISOString()).toBe('2026-04-02T10:00:00.000Z');
  for (const date of ['soon', '']) {
    const answer = await askOf({ date });
    expect(Math.abs(answer.at.getTime() - Date.now()), date).toBeLessThan(10_000);
  }
});
