// serve: GET /rates in its four forms, and one rate alone.
import { Hono } from 'hono';
import type { Feed } from '../../publish/feed.ts';
import { type Cut, csvText, ndjsonText, stripText } from '../../rates/text.ts';
import type { Rate, Snapshot } from '../../rates/wire.ts';
import { answer, createBodies, type Prepared, prepare } from '../http/prepared.ts';
import { badRequest, notFound, notReady } from '../http/problem.ts';
import { readCodes } from '../http/selection.ts';

const CACHE = 'public, max-age=10, stale-while-revalidate=60';
const JSON_TYPE = 'application/json';

const FORMS: Record<string, { contentType: string; text(rates: Rate[], cut: Cut): string }> = {
  '/rates.txt': { contentType: 'text/plain; charset=utf-8', text: stripText },
  '/rates.csv': { contentType: 'text/csv; charset=utf-8', text: csvText },
  '/rates.ndjson': { contentType: 'application/x-ndjson', text: ndjsonText },
};

export function createRatesRoutes(feed: Feed, codes: readonly string[]): Hono {
  const app = new Hono();
  const bodyAt = createBodies();

  function respond(
    query: (name: string) => string | undefined,
    ifNoneMatch: string | undefined,
    key: string,
    make: (snapshot: Snapshot, cut: Cut) => Prepared,
  ): Response {
    const snapshot = feed.snapshot();
    if (snapshot === null || snapshot.rates.length === 0) return notReady('no rates yet');
    const chosen = readCodes(query('codes'), codes);
    const cut = readCut(query('decimals'), query('digits'));
    if (chosen instanceof Response) return chosen;
    if (cut instanceof Response) return cut;
    const rates = snapshot.rates.filter((rate) => chosen === null || chosen.has(rate.base));
    const variant = [key, [...(chosen ?? [])].sort(), cut.decimals, cut.digits].join(' ');
    return answer(
      bodyAt(snapshot, variant, () => make({ ...snapshot, rates }, cut)),
      ifNoneMatch,
      CACHE,
    );
  }

  app.get('/rates', (c) =>
    respond(
      (name) => c.req.query(name),
      c.req.header('if-none-match'),
      '/rates',
      (snapshot) => prepare(JSON.stringify(snapshot), JSON_TYPE),
    ),
  );

  for (const [path, form] of Object.entries(FORMS)) {
    app.get(path, (c) =>
      respond(
        (name) => c.req.query(name),
        c.req.header('if-none-match'),
        path,
        ({ rates }, cut) => prepare(form.text(rates, cut), form.contentType),
      ),
    );
  }

  app.get('/rates/:code', (c) => {
    const code = c.req.param('code').toUpperCase();
    if (!codes.includes(code)) return notFound(`no rate ${code}; there are ${codes.join(', ')}`);
    const rate = feed.snapshot()?.rates.find((it) => it.base === code);
    if (rate === undefined) return notReady(`no rate for ${code} yet`);
    return answer(prepare(JSON.stringify(rate), JSON_TYPE), c.req.header('if-none-match'), CACHE);
  });

  return app;
}

/** Rates have 12 significant digits; UZS/USD shows them within 16 places, and nobody asked for more than 20. */
const MAX_DECIMALS = 20;
const MAX_DIGITS = 12;

function readCut(decimals: string | undefined, digits: string | undefined): Cut | Response {
  const cut: Cut = {};
  if (decimals !== undefined) {
    if (!/^\d{1,2}$/.test(decimals) || Number(decimals) > MAX_DECIMALS) {
      return badRequest(`decimals: a whole number from 0 to ${MAX_DECIMALS} is due`);
    }
    cut.decimals = Number(decimals);
  }
  if (digits !== undefined) {
    if (!/^\d{1,2}$/.test(digits) || Number(digits) < 1 || Number(digits) > MAX_DIGITS) {
      return badRequest(`digits: a whole number from 1 to ${MAX_DIGITS} is due`);
    }
    cut.digits = Number(digits);
  }
  if (cut.decimals !== undefined && cut.digits !== undefined)
    return badRequest('decimals or digits, not both');
  return cut;
}
