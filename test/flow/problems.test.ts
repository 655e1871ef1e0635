import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../src/serve/http/problem.ts';
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
    ['/oembed?format=xml', 'format-not-answered'],
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
