// serve: GET /rates as JSON, text, CSV and NDJSON.
import type { Context } from 'hono';
import type { Feed } from '../../publish/feed.ts';
import type { Code } from '../../rates/fixing.ts';
import { csvText, ndjsonText, type Rounding, stripText } from '../../rates/text.ts';
import type { Rate, Snapshot } from '../../rates/wire.ts';
import type { CurrentAnswers } from '../http/answers/current.ts';
import { type Prepared, prepare, RATES_CACHE } from '../http/answers/prepared.ts';
import { notReady } from '../http/problem.ts';
import { codesParameter, isOneRounding, querySchema, roundingParameters } from '../http/query/parameters.ts';
import { createRoute, type Description, type Route } from '../http/route.ts';

const JSON_TYPE = 'application/json';

/** The options of a request. `codes`: `null` or absent = all. Without a rounding each rate has its `display`. */
interface Options extends Rounding {
  codes?: ReadonlySet<Code> | null;
}

type Format = Pick<Description, 'path' | 'operationId' | 'summary'> & {
  contentType: string;
  content: string;
  text(rates: Rate[], rounding: Rounding): string;
};

const TEXT_FORMATS: readonly Format[] = [
  {
    path: '/rates.txt',
    operationId: 'getRatesAsText',
    summary: 'Plain text, one pair a line: KGS/USD = 0.01144 0%',
    contentType: 'text/plain; charset=utf-8',
    content: 'One line for each pair',
    text: stripText,
  },
  {
    path: '/rates.csv',
    operationId: 'getRatesAsCsv',
    summary: 'All rates as a table',
    contentType: 'text/csv; charset=utf-8',
    content: 'CSV (RFC 4180) with a header row',
    text: csvText,
  },
  {
    path: '/rates.ndjson',
    operationId: 'getRatesAsLines',
    summary: 'All rates, one JSON object a line',
    contentType: 'application/x-ndjson',
    content: 'One JSON object a line',
    text: ndjsonText,
  },
];

export function createRatesRoutes(feed: Feed, codes: readonly Code[], answers: CurrentAnswers): Route[] {
  function respond(
    c: Context,
    key: string,
    options: Options,
    make: (snapshot: Snapshot) => Prepared,
  ): Response {
    const snapshot = feed.snapshot();
    if (snapshot === null || snapshot.rates.length === 0) return notReady('no rates yet');
    const { codes: chosen = null, decimals, digits } = options;
    const isWhole = chosen === null && decimals === undefined && digits === undefined;
    const variant = isWhole ? key : [key, [...(chosen ?? [])].sort(), decimals, digits].join(' ');
    return answers.respond(c, snapshot, variant, RATES_CACHE, () => {
      const rates = snapshot.rates.filter((rate) => chosen === null || chosen.has(rate.base));
      return make({ ...snapshot, rates });
    });
  }

  const all = createRoute({
    path: '/rates',
    operationId: 'getRates',
    tag: 'Rates',
    summary: 'All rates, with their position',
    answer: { type: JSON_TYPE, schema: 'Snapshot', description: 'The snapshot' },
    problems: [400, 503],
    example: ({ base }) => `/rates?codes=${base}`,
    query: querySchema({ codes: codesParameter(codes) }),
    handle: (c, options) =>
      respond(c, '/rates', options, (snapshot) =>
        prepare(JSON.stringify(snapshot), JSON_TYPE, snapshot.asOf),
      ),
  });
  const formats = TEXT_FORMATS.map(({ contentType, content, text, ...format }) =>
    createRoute({
      ...format,
      tag: 'Rates',
      answer: { type: contentType.replace(/;.*/, ''), schema: 'text', description: content },
      problems: [400, 503],
      example: () => `${format.path}?decimals=5`,
      query: querySchema({ codes: codesParameter(codes), ...roundingParameters }).refine(
        isOneRounding.check,
        isOneRounding.fault,
      ),
      handle: (c, options) =>
        respond(c, format.path, options, ({ rates, asOf }) =>
          prepare(text(rates, options), contentType, asOf),
        ),
    }),
  );
  return [all, ...formats];
}
