import { describe, expect, it, vi } from 'vitest';
import type { Archive } from '../../../src/publish/archive.ts';
import { createRouter } from '../../../src/serve/http/router.ts';
import { createHistoryRoutes } from '../../../src/serve/routes/history.ts';
import { fixingOf } from '../../support/figures.ts';

const fixings = ['2026-04-01', '2026-04-02', '2026-04-03'].map((date) => fixingOf('KGS', '87.4500', date));
const archive: Archive = {
  fixings: (code, from, to) =>
    code === 'KZT' ? null : fixings.filter((it) => it.date >= from && it.date <= to),
  published: () => null,
};
const app = createRouter(createHistoryRoutes(archive, ['KGS', 'KZT']));
const get = (path: string) => app.request(path);

describe('GET /rates/{code}/history', () => {
  it('answers all days or those between two, oldest first', async () => {
    const dates = async (query: string) =>
      (await (await get(`/rates/kgs/history${query}`)).json()).rates.map((row: { date: string }) => row.date);
    expect(await dates('')).toEqual(['2026-04-01', '2026-04-02', '2026-04-03']);
    expect(await dates('?from=2026-04-02')).toEqual(['2026-04-02', '2026-04-03']);
    expect(await dates('?from=2026-04-02&to=2026-04-02')).toEqual(['2026-04-02']);
    expect(await dates('?from=2027-01-01')).toEqual([]);
  });

  it('answers as CSV and as NDJSON', async () => {
    expect((await (await get('/rates/KGS/history.csv')).text()).split('\r\n')).toHaveLength(5);
    expect((await (await get('/rates/KGS/history.ndjson?to=2026-04-02')).text()).split('\n')).toHaveLength(3);
  });

  it.each([
    ['?from=2026-02-30', 400, 'from: must be a day'],
    ['?to=yesterday', 400, 'to: must be a day'],
    ['?from=2026-04-03&to=2026-04-01', 400, 'is later than'],
  ])('answers %s with %d and says why', async (query, status, why) => {
    const response = await get(`/rates/KGS/history${query}`);
    expect(response.status).toBe(status);
    expect((await response.json()).detail).toContain(why);
  });

  it('is made once for the same days, and again after a correction', async () => {
    const made = vi.spyOn(JSON, 'stringify');
    const madeFor = async (query: string) => {
      const before = made.mock.calls.length;
      const { rates } = await (await get(`/rates/KGS/history${query}`)).json();
      return [made.mock.calls.length - before, rates.at(-1)?.inverse];
    };
    await madeFor('?from=2026-04-02');
    expect(await madeFor('?from=2026-04-02&to=2026-05-01')).toEqual([0, '87.4500']);
    const [newest] = fixings.splice(2, 1, fixingOf('KGS', '88.0000', '2026-04-03'));
    expect(await madeFor('?from=2026-04-02')).toEqual([1, '88.0000']);
    fixings.splice(2, 1, ...(newest === undefined ? [] : [newest]));
    made.mockRestore();
  });

  it('answers 404 to an unknown code, and 503 before the history is read', async () => {
    expect((await get('/rates/XXX/history')).status).toBe(404);
    expect((await get('/rates/KZT/history')).status).toBe(503);
  });
});
