import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, type FailedRequest } from '../../src/serve/app.ts';
import { PROBLEMS } from '../../src/serve/http/problem.ts';
import { feedOf } from '../support/fixed-feed.ts';
import { type InProcessService, startInProcess } from '../support/service/in-process.ts';
import { until } from '../support/until.ts';

let service: InProcessService;
beforeAll(async () => {
  service = await startInProcess({ SOURCES: 'seed', LOG_LEVEL: 'debug' });
});
afterAll(() => service.stop());

describe('a problem', () => {
  it.each([
    ['/rates?codes=XXX', 'bad-request'],
    ['/rates/XXX', 'not-found'],
    ['/nothing', 'not-found'],
    ['/ws', 'upgrade-required'],
    ['/oembed?format=xml&url=x', 'format-not-answered'],
  ])('of %s has a type that is described at its address', async (path, name) => {
    const { type, status } = (await (await fetch(service.origin + path)).json()) as {
      type: string;
      status: number;
    };
    expect(type).toBe(`/docs#problem-${name}`);
    expect(PROBLEMS[status as keyof typeof PROBLEMS].name).toBe(name);
    const page = await (await fetch(new URL(type, service.origin))).text();
    expect(page).toContain(`id="problem-${name}"`);
  });

  it('is found in the log by its id, which a proxy can set', async () => {
    const own = await fetch(`${service.origin}/rates/XXX?secret`);
    const id = own.headers.get('x-request-id') ?? '';
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-z]+$/);
    const given = await fetch(`${service.origin}/nothing`, { headers: { 'x-request-id': 'proxy-7' } });
    expect(given.headers.get('x-request-id')).toBe('proxy-7');
    const lineOf = (requestId: string) => service.lines.find(({ fields }) => fields.requestId === requestId);
    await until('the line of the request', () => lineOf('proxy-7') !== undefined);
    expect(lineOf(id)).toMatchObject({
      level: 'debug',
      fields: { method: 'GET', url: '/rates/XXX?secret', status: 404 },
    });
  });

  it.each(['x'.repeat(65), '{"a":1}', 'a b'])('ignores an id such as %j', async (id) => {
    const response = await fetch(`${service.origin}/nothing`, { headers: { 'x-request-id': id } });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-/);
  });
});

it('a failure is logged with the id, the method and the route of its request', async () => {
  const failures: FailedRequest[] = [];
  const app = createApp({
    feed: feedOf(() => null),
    archive: { fixings: () => null, published: () => null },
    codes: [],
    reports: () => Promise.reject(new Error('the store is away')),
    widget: { script: '', version: '0', words: {}, parts: {} },
    publicUrl: null,
    limits: { rateLimit: 0, maxClients: 1, maxClientsPerAddress: 1 },
    stopping: () => false,
    onError: (_error, failed) => failures.push(failed),
  });
  const incoming = { url: '/sources?secret', headers: { 'x-request-id': 'checked' } };
  const request = new Request('http://x/sources?secret', { headers: { 'x-request-id': 'as sent' } });
  expect((await app.fetch(request, { incoming })).status).toBe(500);
  expect(failures).toEqual([{ requestId: 'checked', method: 'GET', route: '/sources' }]);
});

describe('a page of another site', () => {
  it('may send every header that the service reads, by its preflight request', async () => {
    const answer = await fetch(`${service.origin}/rates`, { method: 'OPTIONS' });
    const allowed = answer.headers.get('access-control-allow-headers')?.split(', ');
    expect(allowed).toEqual(
      expect.arrayContaining(['if-none-match', 'if-modified-since', 'last-event-id', 'x-request-id']),
    );
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
  });

  it('may send the headers that HTTP libraries add by themselves, such as Content-Type', async () => {
    const answer = await fetch(`${service.origin}/rates`, { method: 'OPTIONS' });
    expect(answer.headers.get('access-control-allow-headers')?.split(', ')).toEqual(
      expect.arrayContaining(['*', 'authorization']),
    );
  });
});

it('a health check is never limited, whatever its query', async () => {
  const limited = await startInProcess({ SOURCES: 'seed', RATE_LIMIT: '2' });
  const statuses = async (path: string) => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => fetch(limited.origin + path)));
    return new Set(answers.map(({ status }) => status));
  };
  for (const path of ['/healthz', '/healthz?x=1', '/readyz?verbose'])
    expect(await statuses(path)).toEqual(new Set([200]));
  expect(await statuses('/healthzz')).toContain(429);
  await limited.stop();
});
