import { describe, expect, it } from 'vitest';
import { createRouter } from '../../../src/serve/http/router.ts';
import { createConvertRoutes } from '../../../src/serve/routes/convert.ts';
import { rateFor } from '../../support/figures.ts';
import { feedOf, snapshotOf } from '../../support/fixed-feed.ts';

const rates = [rateFor('KGS', '87.4500'), rateFor('UZS', '12149.84', '2026-04-03')];
const snapshot = snapshotOf(rates);
const feed = feedOf(() => snapshot);
const app = createRouter(createConvertRoutes(feed, ['KGS', 'KZT', 'UZS']));
const get = (query: string) => app.request(`/convert${query}`);

describe('GET /convert', () => {
  it('answers with the fixings that were used', async () => {
    expect(await (await get('?from=kgs&to=UZS&amount=100&digits=6')).json()).toEqual({
      from: 'KGS',
      to: 'UZS',
      amount: '100',
      result: '13893.5',
      fixings: [
        { code: 'KGS', inverse: '87.4500', date: '2026-04-02', source: 'bank', status: 'live' },
        { code: 'UZS', inverse: '12149.84', date: '2026-04-03', source: 'bank', status: 'live' },
      ],
    });
  });

  it('starts from the two figures of a cross rate, not from its rounded inverse', async () => {
    const cross = { dollar: '78.2267', unit: '0.895164' };
    const [kgs, uzs] = [rateFor('KGS', '87.3881210594'), rateFor('UZS', '12149.84')];
    const crossed = { ...snapshot, rates: [{ ...kgs, cross }, uzs] };
    const routes = createRouter(createConvertRoutes({ ...feed, snapshot: () => crossed }, ['KGS', 'UZS']));
    const answer = await routes.request('/convert?from=USD&to=KGS&amount=1000000000000&digits=20');
    expect(await answer.json()).toMatchObject({ result: '87388121059381.297729' });
  });

  it('accepts the dollar on either side, and converts one unit by default', async () => {
    expect(await (await get('?from=USD&to=KGS')).json()).toMatchObject({ amount: '1', result: '87.45' });
    expect(await (await get('?from=KGS&to=USD')).json()).toMatchObject({ result: '0.0114351057747' });
    expect(await (await get('?from=KGS&to=KGS&amount=7.5')).json()).toMatchObject({ result: '7.5' });
  });

  it.each([
    ['?to=UZS', 'from'],
    ['?from=KGS&to=EUR', 'to'],
    ['?from=KGS&to=UZS&amount=-1', 'amount'],
    ['?from=KGS&to=UZS&amount=1e3', 'amount'],
    ['?from=KGS&to=UZS&amount=1,5', 'amount'],
    ['?from=KGS&to=UZS&digits=35', 'digits'],
  ])('answers 400 to %s and names the parameter', async (query, name) => {
    const response = await get(query);
    expect(response.status).toBe(400);
    expect((await response.json()).detail).toMatch(new RegExp(`^${name}: `));
  });

  it('answers 503 before the first rate', async () =>
    expect((await get('?from=KZT&to=USD')).status).toBe(503));
});
