// serve: GET /convert, an amount of one currency in another, with the fixings that were used.
import { Hono } from 'hono';
import type { Feed } from '../../publish/feed.ts';
import { convert } from '../../rates/convert.ts';
import { perDollarOf } from '../../rates/cross.ts';
import { readFigure } from '../../rates/decimal.ts';
import type { Rate } from '../../rates/wire.ts';
import { answer, prepare } from '../http/prepared.ts';
import { badRequest, notReady } from '../http/problem.ts';

const CACHE = 'public, max-age=10, stale-while-revalidate=60';
const DOLLAR = 'USD';
const DEFAULT_DIGITS = '12';
/** As many as the arithmetic carries: more would be invented. */
const MAX_DIGITS = 34;

export function createConvertRoutes(feed: Feed, codes: readonly string[]): Hono {
  const app = new Hono();
  const known = [DOLLAR, ...codes];

  app.get('/convert', (c) => {
    const { amount = '1', digits = DEFAULT_DIGITS, ...query } = c.req.query();
    const from = (query.from ?? '').toUpperCase();
    const to = (query.to ?? '').toUpperCase();
    for (const [name, code] of Object.entries({ from, to })) {
      if (!known.includes(code)) return badRequest(`${name}: one of ${known.join(', ')} is due`);
    }
    if (readFigure(amount) === null) {
      return badRequest('amount: a plain figure such as 100 or 0.25 is due, at most 15 digits on each side');
    }
    if (!/^\d{1,2}$/.test(digits) || Number(digits) < 1 || Number(digits) > MAX_DIGITS) {
      return badRequest(`digits: a whole number from 1 to ${MAX_DIGITS} is due`);
    }
    const fixings: Rate[] = [];
    for (const code of [from, to].filter((it) => it !== DOLLAR)) {
      const rate = feed.snapshot()?.rates.find((it) => it.base === code);
      if (rate === undefined) return notReady(`no rate for ${code} yet`);
      if (!fixings.includes(rate)) fixings.push(rate);
    }
    const perDollar = (code: string) => {
      const rate = fixings.find((it) => it.base === code);
      return rate === undefined ? '1' : perDollarOf(rate);
    };
    const result = convert(amount, perDollar(from), perDollar(to), Number(digits));
    const used = fixings.map(({ base, inverse, date, source, status }) => ({
      code: base,
      inverse,
      date,
      source: source.id,
      status,
    }));
    const body = JSON.stringify({ from, to, amount, result, fixings: used });
    return answer(prepare(body, 'application/json'), c.req.header('if-none-match'), CACHE);
  });
  return app;
}
