import { beforeEach, describe, expect, it } from 'vitest';
import { CARRIED } from '../../../src/attributes.ts';
import type { Fixing } from '../../../src/rates/fixing.ts';
import type { Snapshot } from '../../../src/rates/wire.ts';
import { createRouter } from '../../../src/serve/http/router.ts';
import type { Painter } from '../../../src/serve/pictures/painter.ts';
import { createPictureRoutes } from '../../../src/serve/routes/pictures.ts';
import { AS_OF, ratesIn } from '../../support/drawing.ts';
import { FIVE, fixingOf } from '../../support/figures.ts';
import { feedOf, snapshotOf } from '../../support/fixed-feed.ts';

let shown: Snapshot | null;
let past: Fixing[];
let room: boolean;
let painted: string[];
const feed = feedOf(() => shown);
const painter: Painter = {
  isFull: () => !room,
  paint({ svg, scale }) {
    painted.push(`${scale} ${svg}`);
    return Promise.resolve(new Uint8Array([painted.length]));
  },
};
const nowMs = Date.parse(AS_OF) + 60_000;
const make = () =>
  createRouter(
    createPictureRoutes({
      feed,
      archive: { fixings: () => past, published: () => past },
      codes: FIVE,
      now: () => nowMs,
      painter,
    }),
  );
let app = make();
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
const text = async (path: string) => (await get(path)).text();

beforeEach(() => {
  shown = snapshotOf(ratesIn(['live', 'held']), AS_OF);
  past = [];
  room = true;
  painted = [];
  app = make();
});

describe('GET /rates.svg', () => {
  it('answers with a picture that is compressed and may be cached for seconds', async () => {
    const { status, headers } = await get('/rates.svg', { 'accept-encoding': 'br' });
    expect(status).toBe(200);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'image/svg+xml',
      'cache-control': 'public, max-age=10, stale-while-revalidate=60',
      'content-encoding': 'br',
      'last-modified': 'Thu, 02 Apr 2026 10:05:09 GMT',
    });
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; /);
  });

  it('answers 304 for a known ETag or date, until the position moves', async () => {
    const { headers } = await get('/rates.svg');
    const byTag = { 'if-none-match': headers.get('etag') ?? '' };
    expect((await get('/rates.svg', byTag)).status).toBe(304);
    expect((await get('/rates.svg?look=list', byTag)).status).toBe(200);
    const byDate = { 'if-modified-since': headers.get('last-modified') ?? '' };
    expect((await get('/rates.svg', byDate)).status).toBe(304);
    if (shown !== null) shown = { ...shown, seq: 8, asOf: '2026-04-02T10:06:00.000Z' };
    expect((await get('/rates.svg', byTag)).status).toBe(200);
  });

  it.each([
    ['look=ring', 'look: must be one of strip, compact, cards, list'],
    ['theme=pink', 'theme: must be one of auto, light, dark, transparent'],
    ['lang=de', 'lang: must be one of en, ru, kk, ky, tg, uz, tk'],
    ['width=319', 'width: must be a whole number from 320 to 1200'],
    ['width=1201', 'width: must be a whole number from 320 to 1200'],
    ['width=1e3', 'width: must be a whole number from 320 to 1200'],
    ['height=99', 'height: must be a whole number from 100 to 900'],
    ['codes=KGS,XXX', 'codes: XXX not among KGS'],
    ['digits=13', 'digits: must be a whole number from 1 to 12'],
    ['digits=5&decimals=5', 'decimals or digits, not both'],
    ['per=5', 'per: must be one of 1, 10, 100'],
    ['invert=maybe', 'invert: must be empty, 1, true, 0 or false'],
  ])('answers 400 to %s with the reason', async (query, why) => {
    for (const path of ['/rates.svg', '/rates.png'].slice(0, query.startsWith('theme') ? 1 : 2)) {
      const response = await get(`${path}?${query}`);
      expect(response.status).toBe(400);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect((await response.json()).detail).toContain(why);
    }
  });

  it('accepts the attributes of the element', async () => {
    const svg = await text(
      '/rates.svg?codes=uzs,%20kgs&look=list&lang=ru&digits=4&per=100&invert&theme=dark',
    );
    const texts = [...svg.matchAll(/>([^<>]+)<\/text>/g)].map(([, it]) => it);
    expect(texts.slice(0, 3)).toEqual(['100 USD', '/UZS', '1\u00a0215\u00a0000']);
    expect(svg).toContain('>проверяется</text>');
    expect(svg).not.toContain('@media');
  });

  it('has a parameter for each attribute of the element but those of the motion', async () => {
    const [svg] = createPictureRoutes({
      feed,
      archive: { fixings: () => [], published: () => [] },
      codes: FIVE,
      painter,
    });
    const still = CARRIED.filter(({ looks }) => looks === undefined).map(({ name }) => name);
    expect(Object.keys(svg?.query.shape ?? {}).sort()).toEqual([...still, 'width', 'height'].sort());
    for (const { words = [], name } of CARRIED.filter(({ looks }) => looks === undefined)) {
      for (const value of words) expect((await get(`/rates.svg?${name}=${value}`)).status).toBe(200);
    }
  });

  it('draws cards again after a backfill, although the position is the same', async () => {
    const before = await get('/rates.svg?look=cards');
    // Histories change later than the position, so there is no reliable date.
    expect(before.headers.get('last-modified')).toBeNull();
    expect(await before.text()).not.toContain('class="spark"');
    past = [fixingOf('KGS', '87', '2026-03-01'), fixingOf('KGS', '88', '2026-03-02')];
    expect(await text('/rates.svg?look=cards')).toContain('class="spark"');
  });

  it('answers 503 while no selected rate is known', async () => {
    if (shown !== null) shown = { ...shown, rates: shown.rates.slice(1) };
    expect((await get('/rates.svg?codes=KGS')).status).toBe(503);
    // One of the two is known; the other one has a dash.
    expect(await text('/rates.svg?codes=KGS,KZT')).toContain('>—</text>');
    shown = null;
    expect((await get('/rates.svg')).headers.get('retry-after')).toBe('1');
  });
});

describe('GET /rates.png', () => {
  it('is painted once for each change and choice', async () => {
    const all = await Promise.all([get('/rates.png'), get('/rates.png'), get('/rates.png?speed=90')]);
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(painted).toHaveLength(1);
    expect(all[0]?.headers.get('content-type')).toBe('image/png');
    expect(all[0]?.headers.get('content-length')).toBe('1');
    const etag = all[0]?.headers.get('etag') ?? '';
    expect((await get('/rates.png', { 'if-none-match': etag })).status).toBe(304);
    if (shown !== null) shown = { ...shown, seq: 8 };
    expect((await get('/rates.png', { 'if-none-match': etag })).status).toBe(200);
    expect(painted).toHaveLength(2);
  });

  it('is not compressed again', async () => {
    const { headers } = await get('/rates.png', { 'accept-encoding': 'br, gzip' });
    expect(headers.get('content-encoding')).toBeNull();
  });

  it('is painted in one scheme, in the measured font, at the requested scale', async () => {
    await get('/rates.png?theme=dark&scale=1');
    await get('/rates.png');
    expect(painted.map((it) => it.slice(0, 6))).toEqual(['1 <svg', '2 <svg']);
    for (const svg of painted) expect(svg).not.toMatch(/@media|textLength|system-ui/);
    expect(painted[0]).toContain('.ground{fill:#10171e}');
    expect((await get('/rates.png?theme=auto')).status).toBe(400);
    expect((await get('/rates.png?scale=3')).status).toBe(400);
  });

  it('answers 503 while the queue is full, and paints again later', async () => {
    room = false;
    const refused = await get('/rates.png');
    expect(refused.status).toBe(503);
    expect((await refused.json()).detail).toContain('waiting to be painted');
    room = true;
    expect((await get('/rates.png')).status).toBe(200);
  });
});
