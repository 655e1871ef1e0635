import { describe, expect, it } from 'vitest';
import { createCurrentAnswers } from '../../../src/serve/http/answers/current.ts';
import { createRouter } from '../../../src/serve/http/router.ts';
import { createRateRoutes } from '../../../src/serve/routes/rate.ts';
import { RECORDED_TENGE, rateFor } from '../../support/figures.ts';
import { feedOf, snapshotOf } from '../../support/fixed-feed.ts';

const { change } = RECORDED_TENGE;
const tenge = { ...rateFor('KZT', '475.09'), change };
const held = { ...rateFor('TJS', '10.1500'), status: 'held' as const };
const shown = snapshotOf([rateFor('KGS', '87.4500'), tenge, held]);
const feed = feedOf(() => shown);
const app = createRouter(
  createRateRoutes(feed, ['KGS', 'KZT', 'TJS', 'UZS'], createCurrentAnswers(feed, Date.now)),
);
const get = (path: string) => app.request(path);

describe('GET /rates/{code}', () => {
  it('answers one rate', async () => {
    expect(await (await get('/rates/kgs')).json()).toMatchObject({ pair: 'KGS/USD', inverse: '87.4500' });
  });

  it('answers 404 to a code that is not covered, 503 before its first rate', async () => {
    expect((await get('/rates/XXX')).status).toBe(404);
    expect((await get('/rates/UZS')).status).toBe(503);
  });
});

describe('GET /rates/{code}.txt', () => {
  it.each([
    ['/rates/KGS.txt', '0.0114351057747'],
    ['/rates/kgs.txt?digits=3', '0.0114'],
    ['/rates/KGS.txt?inverse', '87.4500'],
    ['/rates/KGS.txt?inverse=true&digits=2', '87'],
    ['/rates/KGS.txt?inverse=0', '0.0114351057747'],
    ['/rates/KGS.txt?inverse&digits=8', '87.450000'],
    ['/rates/KGS.txt?decimals=5', '0.01144'],
    ['/rates/KGS.txt?inverse&decimals=2', '87.45'],
    ['/rates/KGS.txt?inverse&decimals=6', '87.450000'],
  ])('answers %s with the plain figure', async (path, figure) => {
    const response = await get(path);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe(figure);
  });

  it.each([
    ['/rates/KGS.txt?digits=13', 400],
    ['/rates/KGS.txt?decimals=21', 400],
    ['/rates/KGS.txt?digits=3&decimals=2', 400],
    ['/rates/KGS.txt?inverse=maybe', 400],
    ['/rates/XXX.txt', 404],
    ['/rates/KGS.json', 404],
    ['/rates/UZS.txt', 503],
  ])('answers %s with %d', async (path, status) => expect((await get(path)).status).toBe(status));
});

describe('GET /rates/{code}/badge', () => {
  it('answers as shields.io reads it', async () => {
    expect(await (await get('/rates/KZT/badge')).json()).toEqual({
      schemaVersion: 1,
      label: 'KZT/USD',
      message: '0.0021049 (0.77%)',
      color: 'blue',
      cacheSeconds: 300,
    });
    expect(await (await get('/rates/KZT/badge?inverse')).json()).toMatchObject({
      label: 'USD/KZT',
      message: '475.09 (-0.77%)',
    });
    expect(await (await get('/rates/KGS/badge')).json()).toMatchObject({ message: '0.011435 (—)' });
  });

  it('shows a status that is not live, in words and colour', async () => {
    expect(await (await get('/rates/TJS/badge')).json()).toMatchObject({
      message: '0.098522 (held)',
      color: 'orange',
    });
  });
});
