import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMetrics } from '../../src/metrics.ts';
import { createOperatorsApp, type OperatorsAppDeps } from '../../src/serve/operators/app.ts';
import { feedOf } from '../support/fixed-feed.ts';
import { createQuietLog } from '../support/recorded-log.ts';

const feed = feedOf(() => null);
let clock = 0;
let { log, lines } = createQuietLog();
let server: ReturnType<typeof createServer>;

async function start(more: Partial<OperatorsAppDeps> = {}): Promise<void> {
  ({ log, lines } = createQuietLog());
  const ops = createOperatorsApp({
    feed,
    metrics: createMetrics(),
    log,
    adminToken: 'right',
    leads: () => true,
    pollNow: async (source) => (source === 'none' ? null : [{ source: 'nbk', result: 'unchanged' }]),
    stopping: () => false,
    nowMs: () => clock,
    ...more,
  });
  server = createServer(ops);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

beforeEach(() => start());
afterEach(() => server.close());

async function call(token: string, query = '', scheme = 'Bearer'): Promise<Response> {
  const { port } = server.address() as AddressInfo;
  const headers = { authorization: `${scheme} ${token}`, 'x-request-id': 'a-call' };
  return fetch(`http://127.0.0.1:${port}/admin/poll${query}`, { method: 'POST', headers });
}

it('every problem of the operators’ listener has an id', async () => {
  const { port } = server.address() as AddressInfo;
  for (const path of ['/nothing', '/readyz', '/rates']) {
    const { headers } = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { 'x-request-id': 'a-call' },
    });
    expect(headers.get('x-request-id'), path).toBe('a-call');
  }
});

describe('POST /admin/poll', () => {
  it('refuses every token for the rest of a minute with five wrong ones', async () => {
    for (let count = 0; count < 5; count += 1) expect((await call(`wrong ${count}`)).status).toBe(401);
    clock += 20_000;
    const refused = await call('right');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('40');
    expect(refused.headers.get('ratelimit')).toBe('"default";r=0;t=40');
    clock += 40_000;
    expect((await call('right')).status).toBe(200);
    expect((await call('wrong')).status).toBe(401);
  });

  it('does not count correct tokens', async () => {
    for (let count = 0; count < 20; count += 1) expect((await call('right')).status).toBe(200);
  });

  it('reads the scheme of the token in any case, as RFC 9110 says', async () => {
    for (const scheme of ['bearer', 'BEARER', 'Bearer '])
      expect((await call('right', '', scheme)).status).toBe(200);
    for (const scheme of ['Basic', 'Bearer-', 'Bearer right'])
      expect((await call('right', '', scheme)).status).toBe(401);
  });

  it('polls all sources when the id is absent or empty', async () => {
    server.close();
    await start({ pollNow: async (source) => (source === undefined ? [] : null) });
    for (const query of ['', '?', '?source=', '?source']) {
      const answer = await call('right', query);
      expect(answer.status, query).toBe(200);
      expect(await answer.json()).toEqual({ polls: [] });
    }
    expect((await call('right', '?source=none')).status).toBe(404);
  });

  it('logs one line for each call, without the token', async () => {
    await call('right', '?source=nbk');
    await call('right', '?source=none');
    for (let count = 0; count < 6; count += 1) await call('a guess');
    const audit = lines.filter(({ fields }) => fields.audit === 'admin');
    expect(audit.map(({ level, fields }) => `${level} ${fields.outcome}`)).toEqual([
      'info polled',
      'info unknown-source',
      ...Array(5).fill('warn wrong-token'),
      'warn limited',
    ]);
    expect(audit[0]?.fields).toMatchObject({ source: 'nbk', address: '127.0.0.1', requestId: 'a-call' });
    expect(JSON.stringify(lines)).not.toMatch(/right|guess/);
  });

  it('is 404 without a configured token, and logs a replica that does not lead', async () => {
    server.close();
    await start({ leads: () => false });
    expect((await call('right')).status).toBe(409);
    expect(lines.at(-1)?.fields.outcome).toBe('not-leading');
    server.close();
    await start({ adminToken: null });
    expect((await call('right')).status).toBe(404);
    expect(lines).toEqual([]);
  });
});
