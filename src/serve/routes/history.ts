// serve: GET /rates/{code}/history as JSON, CSV and NDJSON.
import type { Archive } from '../../publish/archive.ts';
import { FIRST_DAY, LAST_DAY } from '../../rates/date.ts';
import type { Fixing } from '../../rates/fixing.ts';
import { historyCsv, historyNdjson, historyRow } from '../../rates/history.ts';
import type { HistoryRow } from '../../rates/wire.ts';
import { createBodiesOf } from '../http/answers/bodies.ts';
import { answerPacked } from '../http/answers/form.ts';
import { HISTORY_CACHE, prepare } from '../http/answers/prepared.ts';
import { notReady } from '../http/problem.ts';
import { dayParameter, querySchema } from '../http/query/parameters.ts';
import { createRoute, type Description, type Route } from '../http/route.ts';
import { codeParameter, unknownCode } from './rate.ts';

type Format = Pick<Description, 'path' | 'operationId' | 'summary' | 'answer'> & {
  contentType: string;
  body(code: string, rows: HistoryRow[]): string;
};

const FORMATS: readonly Format[] = [
  {
    path: '/rates/{code}/history',
    operationId: 'getHistory',
    summary: 'Past fixings, oldest first',
    answer: { type: 'application/json', schema: 'History', description: 'The fixings, oldest first' },
    contentType: 'application/json',
    body: (code, rates) => JSON.stringify({ code, rates }),
  },
  {
    path: '/rates/{code}/history.csv',
    operationId: 'getHistoryAsCsv',
    summary: 'Past fixings as a table',
    answer: { type: 'text/csv', schema: 'text', description: 'CSV (RFC 4180) with a header row' },
    contentType: 'text/csv; charset=utf-8',
    body: (_code, rows) => historyCsv(rows),
  },
  {
    path: '/rates/{code}/history.ndjson',
    operationId: 'getHistoryAsLines',
    summary: 'Past fixings, one JSON object a line',
    answer: { type: 'application/x-ndjson', schema: 'text', description: 'One JSON object a line' },
    contentType: 'application/x-ndjson',
    body: (_code, rows) => historyNdjson(rows),
  },
];

const SPAN = querySchema({
  from: dayParameter(FIRST_DAY, 'First day; default: the oldest known'),
  to: dayParameter(LAST_DAY, 'Last day; default: the newest'),
}).check(({ value: { from, to }, issues }) => {
  if (from > to) issues.push({ code: 'custom', input: from, message: `from ${from} is later than to ${to}` });
});

export function createHistoryRoutes(archive: Archive, codes: readonly string[]): Route[] {
  const bodyOf = createBodiesOf<Fixing>();
  return FORMATS.map(({ contentType, body, ...format }) =>
    createRoute({
      ...format,
      tag: 'Rates',
      parameter: codeParameter(codes),
      problems: [400, 404, 503],
      example: ({ base, date }) => format.path.replace('{code}', base).concat(`?from=${date}`),
      query: SPAN,
      handle(c, { from, to }, parameter) {
        const code = parameter.toUpperCase();
        if (!codes.includes(code)) return unknownCode(code, codes);
        const fixings = archive.fixings(code, from, to);
        if (fixings === null) return notReady('the history is not read yet');
        // By the days that are answered, so that different requests for the same days share their body.
        const key = [format.path, code, fixings[0]?.date, fixings.at(-1)?.date].join(' ');
        const prepared = bodyOf(fixings, key, () =>
          prepare(body(code, fixings.map(historyRow)), contentType),
        );
        return answerPacked(c, prepared, HISTORY_CACHE);
      },
    }),
  );
}
