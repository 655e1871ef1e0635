// serve: GET /embed, the ticker as a page for an iframe, readable with scripts off; GET /oembed, the iframe itself.
import { Hono } from 'hono';
import { CARRIED } from '../../../attributes.ts';
import type { Feed } from '../../../publish/feed.ts';
import type { Rate } from '../../../rates/wire.ts';
import { answer, createBodies, prepare } from '../../http/prepared.ts';
import { notFound, notReady, problem } from '../../http/problem.ts';
import { readCodes } from '../../http/selection.ts';
import { readPart } from '../parts.ts';
import { pageHeaders } from '../policy.ts';
import { embedPage } from './page.tsx';

/** Longer than any list of codes; the page repeats what it is given. */
const MAX_VALUE = 64;

const CACHE = 'public, max-age=10, stale-while-revalidate=60';
/** An hour: a site's own cache of an iframe tag, which moves with a release alone. */
const OEMBED_CACHE = 'public, max-age=3600';
const OEMBED_CACHE_S = 3600;

/** Pixels that a look needs at 600 wide. */
const HEIGHTS: Record<string, number> = { strip: 46, compact: 38, cards: 190, list: 250 };
const WIDTH = 600;

/** `codes` are those served; `base` is the address that the world sees, or empty for paths relative to the request. */
export function createEmbedRoutes(feed: Feed, codes: readonly string[], base: string): Hono {
  const app = new Hono();
  const bodyAt = createBodies();
  const style = readPart('embed.css');
  const headers = pageHeaders({ styles: [style], hasWidget: true });

  app.get('/embed', (c) => {
    const snapshot = feed.snapshot();
    if (snapshot === null) return notReady('no rates yet');
    const chosen = chosenOf(c.req.query());
    // An unknown code is no error on a page of somebody else: what is known is shown.
    const selected = readCodes(chosen.codes, codes).codes;
    const key = new URLSearchParams(chosen).toString();
    const page = bodyAt(snapshot, key, () =>
      prepare(
        embedPage({ chosen, rates: shownOf(selected, snapshot.rates), style }),
        'text/html; charset=utf-8',
      ),
    );
    return answer(page, c.req.header('if-none-match'), CACHE, headers);
  });

  app.get('/oembed', (c) => {
    const { url = '', format = 'json', maxwidth, maxheight } = c.req.query();
    if (format !== 'json') return problem(501, 'only format=json is answered');
    const asked = URL.canParse(url) ? new URL(url) : null;
    if (asked === null || !isOurs(asked, base)) return notFound('url: an address of this service is due');
    const chosen = chosenOf(Object.fromEntries(asked.searchParams));
    const query = new URLSearchParams(chosen).toString();
    const width = atMost(WIDTH, maxwidth);
    const height = atMost(HEIGHTS[chosen.look ?? ''] ?? HEIGHTS.strip ?? 0, maxheight);
    const src = escaped(`${base}/embed${query === '' ? '' : `?${query}`}`);
    const html = `<iframe src="${src}" width="${width}" height="${height}" title="Currency rates" loading="lazy"></iframe>`;
    const body = {
      version: '1.0',
      type: 'rich',
      title: 'Currency rates',
      provider_name: 'Silk Ticker',
      provider_url: `${base}/`,
      cache_age: OEMBED_CACHE_S,
      html,
      width,
      height,
    };
    return answer(
      prepare(JSON.stringify(body), 'application/json'),
      c.req.header('if-none-match'),
      OEMBED_CACHE,
    );
  });
  return app;
}

function chosenOf(query: Record<string, string>): Record<string, string> {
  const given = CARRIED.filter(({ name }) => query[name] !== undefined);
  return Object.fromEntries(given.map(({ name }) => [name, (query[name] ?? '').slice(0, MAX_VALUE)]));
}

function shownOf(selected: ReadonlySet<string> | null, rates: readonly Rate[]): readonly Rate[] {
  return rates.filter(({ base }) => selected === null || selected.has(base));
}

/** Without PUBLIC_URL nobody knows our name, and any address with one of our paths may be ours. */
function isOurs(asked: URL, base: string): boolean {
  const path = base === '' ? asked.pathname : asked.href.slice(base.length).split('?', 1)[0];
  return (base === '' || asked.href.startsWith(`${base}/`)) && (path === '/' || path === '/embed');
}

function atMost(wanted: number, limit: string | undefined): number {
  return limit !== undefined && /^[1-9]\d{0,4}$/.test(limit) ? Math.min(wanted, Number(limit)) : wanted;
}

/** Text as it may stand in a quoted attribute. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
