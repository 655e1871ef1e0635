import { beforeEach, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../src/rates/wire.ts';
import { createCurrentAnswers } from '../../../src/serve/http/answers/current.ts';
import { createRouter } from '../../../src/serve/http/router.ts';
import { createRatesRoutes } from '../../../src/serve/routes/rates.ts';
import { rateFor } from '../../support/figures.ts';
import { feedOf, snapshotOf } from '../../support/fixed-feed.ts';

const CODES = ['KGS', 'KZT', 'UZS'];
let shown: Snapshot | null;
const feed = feedOf(() => shown);
const app = createRouter(createRatesRoutes(feed, CODES, createCurrentAnswers(feed, Date.now)));
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

beforeEach(() => {
  shown = snapshotOf([rateFor('KGS', '87.4500'), rateFor('KZT', '475.09')]);
});

describe('GET /rates', () => {
  it('answers the snapshot, cacheable for seconds', async () => {
    const response = await get('/rates');
    expect(response.headers.get('cache-control')).toBe('public, max-age=10, stale-while-revalidate=60');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual(shown);
  });

  it('answers 304 to a client with the same ETag, until the position changes', async () => {
    const etag = (await get('/rates')).headers.get('etag') ?? '';
    expect((await get('/rates', { 'if-none-match': etag })).status).toBe(304);
    expect((await get('/rates', { 'if-none-match': `"x", W/${etag}` })).status).toBe(304);
    if (shown !== null) shown = { ...shown, seq: 8 };
    expect((await get('/rates', { 'if-none-match': etag })).status).toBe(200);
  });

  it('selects codes, in any case and order', async () => {
    const response = await get('/rates?codes=kzt');
    expect((await response.json()).rates.map((rate: { base: string }) => rate.base)).toEqual(['KZT']);
  });

  it.each([
    'codes=KGS,KZT',
    'codes=KGS&codes=kzt',
    'codes=KGS%20KZT',
    'codes=kgs,,KZT',
    'codes=,',
    'codes=%20',
  ])('shows two rates for ?%s', async (query) =>
    expect((await (await get(`/rates?${query}`)).json()).rates).toHaveLength(2),
  );

  it('uses the default of a parameter without a value', async () => {
    const whole = await (await get('/rates.txt')).text();
    expect(await (await get('/rates.txt?codes=&decimals=&digits=')).text()).toBe(whole);
    expect(await (await get('/rates.txt?decimals=&digits=5')).text()).not.toContain('detail');
  });

  it('ignores parameters that it does not have, also where they are given twice', async () => {
    expect((await get('/rates?utm=1&utm=2')).status).toBe(200);
  });

  it('answers 503 before there are rates', async () => {
    shown = null;
    const response = await get('/rates');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
  });

  it.each([
    ['/rates?codes=KGS,XXX', 'XXX'],
    ['/rates.txt?decimals=x', 'decimals'],
    ['/rates.txt?decimals=21', 'decimals'],
    ['/rates.txt?digits=0', 'digits'],
    ['/rates.txt?digits=5&decimals=5', 'not both'],
    ['/rates.txt?digits=5&digits=6', 'digits: given twice'],
    ['/rates?codes=KGSUZS', 'KGSUZS'],
    ['/rates?codes=KGS&codes=XXX', 'XXX'],
  ])('answers 400 to %s and says why', async (path, why) => {
    const response = await get(path);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await response.json()).detail).toContain(why);
  });
});

describe('the other forms', () => {
  it('print the classic strip', async () => {
    const response = await get('/rates.txt?decimals=5');
    expect(await response.text()).toBe('KGS/USD = 0.01144 —\nKZT/USD = 0.00210 —\n');
  });

  it('print a table and lines of JSON', async () => {
    expect((await (await get('/rates.csv')).text()).split('\r\n')).toHaveLength(4);
    expect((await (await get('/rates.ndjson')).text()).trimEnd().split('\n')).toHaveLength(2);
  });
});
