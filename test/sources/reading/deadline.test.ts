import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { createDeadlines } from '../../../src/sources/reading/deadline.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const hanging = createServer(() => {});
afterEach(() => {
  hanging.closeAllConnections();
  hanging.close();
});

/** Sends a request to a server that never answers, and keeps no reference to the signal, like a poll. */
async function askOf(limit: () => AbortSignal): Promise<string> {
  hanging.listen(0, '127.0.0.1');
  await once(hanging, 'listening');
  const { port } = hanging.address() as AddressInfo;
  const sent = request({ port, host: '127.0.0.1', signal: limit() });
  const failed = new Promise<string>((resolve) => sent.on('error', (error) => resolve(error.name)));
  sent.end();
  return Promise.race([failed, sleep(2_000, 'still waiting')]);
}

describe('a deadline', () => {
  it('ends a request also after a garbage collection', async () => {
    const limit = createDeadlines(400, new AbortController().signal);
    const collecting = setInterval(collectGarbage, 50);
    expect(await askOf(limit)).toBe('AbortError');
    clearInterval(collecting);
  });

  it('ends at once at a close', async () => {
    const closing = new AbortController();
    const limit = createDeadlines(10_000, closing.signal);
    setTimeout(() => closing.abort(), 50);
    expect(await askOf(limit)).toBe('AbortError');
    expect(limit().aborted).toBe(true);
  });
});
