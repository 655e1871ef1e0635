// serve: GET /convert, an amount of one currency in another, with the fixings that were used.
import type { Feed } from '../../publish/feed.ts';
import { convert } from '../../rates/convert.ts';
import { perDollarOf } from '../../rates/cross.ts';
import type { Rate } from '../../rates/wire.ts';
import { answerPacked } from '../http/answers/form.ts';
import { prepare, RATES_CACHE } from '../http/answers/prepared.ts';
import { notReady } from '../http/problem.ts';
import {
  amountParameter,
  oneCodeParameter,
  querySchema,
  resultDigitsParameter,
} from '../http/query/parameters.ts';
import { createRoute, type Route } from '../http/route.ts';

const DOLLAR = 'USD';

export function createConvertRoutes(feed: Feed, codes: readonly string[]): Route[] {
  const known = [DOLLAR, ...codes];
  const route = createRoute({
    path: '/convert',
    operationId: 'convert',
    tag: 'Rates',
    summary: 'An amount of one currency in another, through the dollar',
    answer: {
      type: 'application/json',
      schema: 'Conversion',
      description: 'The result, with the fixings used',
    },
    problems: [400, 503],
    example: ({ base }) => `/convert?from=${base}&to=USD&amount=100`,
    query: querySchema({
      from: oneCodeParameter(known, 'A code, or USD'),
      to: oneCodeParameter(known, 'A code, or USD'),
      amount: amountParameter,
      digits: resultDigitsParameter,
    }),
    handle(c, { from, to, amount, digits }) {
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
      const result = convert(amount, perDollar(from), perDollar(to), digits);
      const used = fixings.map(({ base, inverse, date, source, status }) => ({
        code: base,
        inverse,
        date,
        source: source.id,
        status,
      }));
      const body = JSON.stringify({ from, to, amount, result, fixings: used });
      return answerPacked(c, prepare(body, 'application/json'), RATES_CACHE);
    },
  });
  return [route];
}
