// serve: GET /rates in its four forms, and one rate alone.
import type { Context } from 'hono';
import type { Feed } from '../../publish/feed.ts';
import type { Code } from '../../rates/fixing.ts';
import { type Cut, csvText, ndjsonText, stripText } from '../../rates/text.ts';
import type { Rate, Snapshot } from '../../rates/wire.ts';
import { codes as codesParameter, cut, isOneCut, query } from '../http/parameters.ts';
import { answer, createBodies, type Prepared, prepare } from '../http/prepared.ts';
import { notFound, notReady } from '../http/problem.ts';
import { createRoute, type Description, type Route } from '../http/route.ts';

const CACHE = 'public, max-age=10, stale-while-revalidate=60';
const JSON_TYPE = 'application/json';

/** What a request may choose; `null` and none are all codes, and no cut is each rate's own display. */
interface Choice extends Cut {
  codes?: ReadonlySet<Code> | null;
}

type Form = Pick<Description, 'path' | 'operationId' | 'summary'> & {
  contentType: string;
  says: string;
  text(rates: Rate[], cut: Cut): string;
};

const TEXT_FORMS: readonly Form[] = [
  {
    path: '/rates.txt',
    operationId: 'getRatesAsText',
    summary: 'The classic strip, one pair a line: KGS/USD = 0.01144 0%',
    contentType: 'text/plain; charset=utf-8',
    says: 'Lines',
    text: stripText,
  },
  {
    path: '/rates.csv',
    operationId: 'getRatesAsCsv',
    summary: 'All rates as a table',
    contentType: 'text/csv; charset=utf-8',
    says: 'RFC 4180 with a head row',
    text: csvText,
  },
  {
    path: '/rates.ndjson',
    operationId: 'getRatesAsLines',
    summary: 'All rates, one a line',
    contentType: 'application/x-ndjson',
    says: 'JSON lines',
    text: ndjsonText,
  },
];

/** What a code in a path may be. */
export const codeParameter = (codes: readonly Code[]) => ({
  description: 'A code, in any case',
  values: codes,
});

/** The rate that a path names, or the problem that there is none. */
export function rateAt(feed: Feed, codes: readonly Code[], parameter: string): Rate | Response {
  const code = parameter.toUpperCase();
  if (!codes.includes(code)) return notFound(`no rate ${code.slice(0, 20)}; there are ${codes.join(', ')}`);
  return feed.snapshot()?.rates.find((it) => it.base === code) ?? notReady(`no rate for ${code} yet`);
}

export function createRatesRoutes(feed: Feed, codes: readonly Code[]): Route[] {
  const bodyAt = createBodies();

  function respond(
    c: Context,
    key: string,
    choice: Choice,
    make: (snapshot: Snapshot) => Prepared,
  ): Response {
    const snapshot = feed.snapshot();
    if (snapshot === null || snapshot.rates.length === 0) return notReady('no rates yet');
    const chosen = choice.codes ?? null;
    const variant = [key, [...(chosen ?? [])].sort(), choice.decimals, choice.digits].join(' ');
    const body = bodyAt(snapshot, variant, () => {
      const rates = snapshot.rates.filter((rate) => chosen === null || chosen.has(rate.base));
      return make({ ...snapshot, rates });
    });
    return answer(body, c.req.header('if-none-match'), CACHE);
  }

  const all = createRoute({
    path: '/rates',
    operationId: 'getRates',
    tag: 'Rates',
    summary: 'All rates, with their position',
    answer: { type: JSON_TYPE, schema: 'Snapshot', description: 'The snapshot' },
    problems: [400, 503],
    example: ({ base }) => `/rates?codes=${base}`,
    query: query({ codes: codesParameter(codes) }),
    handle: (c, choice) =>
      respond(c, '/rates', choice, (snapshot) => prepare(JSON.stringify(snapshot), JSON_TYPE)),
  });
  const forms = TEXT_FORMS.map(({ contentType, says, text, ...form }) =>
    createRoute({
      ...form,
      tag: 'Rates',
      answer: { type: contentType.replace(/;.*/, ''), schema: 'text', description: says },
      problems: [400, 503],
      example: () => `${form.path}?decimals=5`,
      query: query({ codes: codesParameter(codes), ...cut }).refine(isOneCut.check, isOneCut.due),
      handle: (c, choice) =>
        respond(c, form.path, choice, ({ rates }) => prepare(text(rates, choice), contentType)),
    }),
  );
  const one = createRoute({
    path: '/rates/{code}',
    operationId: 'getRate',
    tag: 'Rates',
    summary: 'One rate',
    parameter: codeParameter(codes),
    answer: { type: JSON_TYPE, schema: 'Rate', description: 'The rate' },
    problems: [404, 503],
    example: ({ base }) => `/rates/${base}`,
    handle(c, _query, parameter) {
      const rate = rateAt(feed, codes, parameter);
      if (rate instanceof Response) return rate;
      return answer(prepare(JSON.stringify(rate), JSON_TYPE), c.req.header('if-none-match'), CACHE);
    },
  });
  return [all, ...forms, one];
}
