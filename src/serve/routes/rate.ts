// serve: one rate as JSON, as a plain figure for spreadsheets, and as a badge.
import type { Context } from 'hono';
import type { Feed } from '../../publish/feed.ts';
import type { Code } from '../../rates/fixing.ts';
import { changeText, figureText } from '../../rates/text.ts';
import type { Rate } from '../../rates/wire.ts';
import type { CurrentAnswers } from '../http/answers/current.ts';
import { prepare, RATES_CACHE } from '../http/answers/prepared.ts';
import { notFound, notReady } from '../http/problem.ts';
import {
  inverseParameter,
  isOneRounding,
  querySchema,
  roundingParameters,
} from '../http/query/parameters.ts';
import { createRoute, type Route } from '../http/route.ts';

const JSON_TYPE = 'application/json';
/** The shortest time that shields.io accepts. */
const BADGE_CACHE_S = 300;
const BADGE_CACHE = `public, max-age=${BADGE_CACHE_S}`;

/** The path parameter `{code}`. */
export const codeParameter = (codes: readonly Code[]) => ({
  description: 'A code, in any case',
  values: codes,
});

/** The answer to a code in a path that is not served. */
export const unknownCode = (code: string, codes: readonly Code[]): Response =>
  notFound(`no rate for ${code.slice(0, 20)}; the codes are ${codes.join(', ')}`);

/** The change seen from the dollar: its percent replaces that of the currency. */
const turned = (change: Rate['change']) => change && { ...change, percent: change.inversePercent };

/** The badge of a rate. A status other than live or pegged is shown as a word and in orange. */
function badgeOf(rate: Rate, isInverse: boolean): string {
  const { base, quote, status, change } = rate;
  const label = isInverse ? `${quote}/${base}` : rate.pair;
  const figure = isInverse ? rate.inverse : rate.display;
  const step = changeText(isInverse ? { ...rate, change: turned(change) } : rate);
  const isCalm = status === 'live' || status === 'pegged';
  const message = isCalm ? `${figure} (${step})` : `${figure} (${status})`;
  return JSON.stringify({
    schemaVersion: 1,
    label,
    message,
    color: isCalm ? 'blue' : 'orange',
    cacheSeconds: BADGE_CACHE_S,
  });
}

export function createRateRoutes(feed: Feed, codes: readonly Code[], answers: CurrentAnswers): Route[] {
  /** Answers with the prepared body of one rate; 404 for an unknown code, 503 before its first rate. */
  function respond(
    c: Context,
    parameter: string,
    { variant, type, cacheControl }: { variant: string; type: string; cacheControl: string },
    text: (rate: Rate) => string,
  ): Response {
    const code = parameter.toUpperCase();
    if (!codes.includes(code)) return unknownCode(code, codes);
    const snapshot = feed.snapshot();
    const rate = snapshot?.rates.find((it) => it.base === code);
    if (snapshot === null || rate === undefined) return notReady(`no rate for ${code} yet`);
    return answers.respond(c, snapshot, `${code} ${variant}`, cacheControl, () =>
      prepare(text(rate), type, snapshot.asOf),
    );
  }

  const common = { tag: 'Rates', parameter: codeParameter(codes) } as const;
  const json = createRoute({
    ...common,
    path: '/rates/{code}',
    operationId: 'getRate',
    summary: 'One rate',
    answer: { type: JSON_TYPE, schema: 'Rate', description: 'The rate' },
    problems: [404, 503],
    example: ({ base }) => `/rates/${base}`,
    handle: (c, _query, parameter) =>
      respond(c, parameter, { variant: 'json', type: JSON_TYPE, cacheControl: RATES_CACHE }, (rate) =>
        JSON.stringify(rate),
      ),
  });
  const figure = createRoute({
    ...common,
    path: '/rates/{code}.txt',
    operationId: 'getRateAsFigure',
    summary: 'One figure without any other text, for a spreadsheet cell: 0.0114351057747',
    answer: { type: 'text/plain', schema: 'text', description: 'The figure, without an end of line' },
    problems: [400, 404, 503],
    example: ({ base }) => `/rates/${base}.txt?digits=5`,
    query: querySchema({ inverse: inverseParameter, ...roundingParameters }).refine(
      isOneRounding.check,
      isOneRounding.fault,
    ),
    handle(c, { inverse, ...rounding }, parameter) {
      const form = { type: 'text/plain; charset=utf-8', cacheControl: RATES_CACHE };
      const variant = `txt ${inverse} ${rounding.decimals} ${rounding.digits}`;
      return respond(c, parameter, { ...form, variant }, (rate) => figureText(rate, inverse, rounding));
    },
  });
  const badge = createRoute({
    ...common,
    path: '/rates/{code}/badge',
    operationId: 'getRateAsBadge',
    summary: 'One rate as a badge, for https://img.shields.io/endpoint?url=…',
    answer: { type: JSON_TYPE, schema: 'Badge', description: 'As shields.io reads it' },
    problems: [400, 404, 503],
    example: ({ base }) => `/rates/${base}/badge`,
    query: querySchema({ inverse: inverseParameter }),
    handle(c, { inverse }, parameter) {
      const form = { variant: `badge ${inverse}`, type: JSON_TYPE, cacheControl: BADGE_CACHE };
      return respond(c, parameter, form, (rate) => badgeOf(rate, inverse));
    },
  });
  return [json, figure, badge];
}
