import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OpenApi } from '../../src/serve/description/openapi.ts';
import { type ServingParts, startParts } from '../support/service/serving-parts.ts';
import { until } from '../support/until.ts';

/** Requests a minute that the service admits. */
const LIMIT = 3;
const PROBLEM = 'content-type: application/problem+json';

let parts: ServingParts;
beforeEach(async () => {
  parts = await startParts({ rateLimit: LIMIT });
});
afterEach(() => parts.stop());

/** Sends lines as they are and never closes. Returns the header of the answer. */
async function say(...lines: string[]): Promise<{ peer: Socket; status: number; head: string }> {
  const peer = connect({ port: parts.port, host: '127.0.0.1', allowHalfOpen: true });
  peer.write(`${lines.join('\r\n')}\r\n\r\n`);
  const head = String((await once(peer, 'data'))[0]);
  return { peer, status: Number(head.slice(9, 12)), head };
}

describe('a peer that offers an upgrade and never closes', () => {
  // Earlier each half-closed one kept its descriptor, and a shutdown waited for it until it was killed.
  it.each([
    ['/ws', 'websocket', 400],
    ['/rates', 'websocket', 404],
    ['/ws', 'h2c', 426],
    ['/rates', 'h2c', 200],
  ])('is answered at %s for %s with %i, and its connection is closed', async (path, upgrade, due) => {
    const offer = ['Host: x', 'Connection: Upgrade', `Upgrade: ${upgrade}`];
    const { peer, status, head } = await say(`GET ${path} HTTP/1.1`, ...offer);
    expect(status).toBe(due);
    expect(head.toLowerCase()).toContain(due === 200 ? 'content-type: application/json' : PROBLEM);
    await until('its end', async () => (await parts.connections()) === 0);
    peer.destroy();
  });
});

describe('a request', () => {
  it('of HTTP/1.0 needs no Host, because many health checks send none', async () => {
    const { peer, status } = await say('GET /healthz HTTP/1.0');
    expect(status).toBe(200);
    peer.destroy();
  });

  it.each([
    ['a host that is none', 'GET /rates HTTP/1.1', 'Host: a b'],
    ['a path that is none', 'GET /rates\\x HTTP/1.1', 'Host: x'],
  ])('with %s is answered with a problem', async (_name, ...lines) => {
    const { peer, status, head } = await say(...lines);
    expect([status, head.includes(PROBLEM)]).toEqual([400, true]);
    peer.destroy();
  });

  it('over the limit gets a Retry-After, and a health check is not counted', async () => {
    const ask = async (path: string) => (await fetch(parts.origin + path)).status;
    const described = (await (await fetch(`${parts.origin}/openapi.json`)).json()) as OpenApi;
    for (let count = 1; count < LIMIT; count += 1) expect(await ask('/rates')).toBe(200);
    expect(await ask('/rates')).toBe(429);
    expect(await Promise.all(['/healthz', '/readyz'].map(ask))).toEqual([200, 200]);
    const { headers } = await fetch(`${parts.origin}/rates`);
    expect(described.paths['/rates']?.get.responses).toHaveProperty('429');
    expect(headers.get('ratelimit')).toBe(`"default";r=0;t=${headers.get('retry-after')}`);
  });

  it('for the publishers is answered with 304 for their ETag', async () => {
    const first = await fetch(`${parts.origin}/sources`);
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    expect((await fetch(`${parts.origin}/sources`, { headers })).status).toBe(304);
  });
});
