// serve: GET /rates/{code}/history in its three forms.
import { type Context, Hono } from 'hono';
import type { Archive } from '../../publish/archive.ts';
import { isIsoDate } from '../../rates/date.ts';
import { historyCsv, historyNdjson, historyRow } from '../../rates/history.ts';
import { answer, type Prepared, prepare } from '../http/prepared.ts';
import { badRequest, notFound, notReady } from '../http/problem.ts';

/** A minute: yesterday's figure does not move, and a correction of today's is not hidden for long. */
const CACHE = 'public, max-age=60, stale-while-revalidate=600';
const FIRST_DAY = '0000-01-01';
const LAST_DAY = '9999-12-31';

type Rows = ReturnType<typeof historyRow>[];

const FORMS: Record<string, (code: string, rows: Rows) => Prepared> = {
  history: (code, rates) => prepare(JSON.stringify({ code, rates }), 'application/json'),
  'history.csv': (_code, rows) => prepare(historyCsv(rows), 'text/csv; charset=utf-8'),
  'history.ndjson': (_code, rows) => prepare(historyNdjson(rows), 'application/x-ndjson'),
};

export function createHistoryRoutes(archive: Archive, codes: readonly string[]): Hono {
  const app = new Hono();

  function respond(c: Context, form: (code: string, rows: Rows) => Prepared): Response {
    const code = (c.req.param('code') ?? '').toUpperCase();
    if (!codes.includes(code)) return notFound(`no rate ${code.slice(0, 20)}; there are ${codes.join(', ')}`);
    const from = c.req.query('from') || FIRST_DAY;
    const to = c.req.query('to') || LAST_DAY;
    for (const [name, day] of Object.entries({ from, to })) {
      if (!isIsoDate(day)) return badRequest(`${name}: a day such as 2026-05-23 is due`);
    }
    if (from > to) return badRequest(`from ${from} lies after to ${to}`);
    const fixings = archive.fixings(code, from, to);
    if (fixings === null) return notReady('the history is not read yet');
    return answer(form(code, fixings.map(historyRow)), c.req.header('if-none-match'), CACHE);
  }

  for (const [name, form] of Object.entries(FORMS)) {
    app.get(`/rates/:code/${name}`, (c) => respond(c, form));
  }
  return app;
}
