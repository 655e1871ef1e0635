// serve: GET /embed, the ticker as a page for an iframe, readable without scripts; GET /oembed, the code of the iframe.
import { Hono } from 'hono';
import { CARRIED } from '../../../attributes.ts';
import type { Feed } from '../../../publish/feed.ts';
import type { Rate } from '../../../rates/wire.ts';
import { createBodies } from '../../http/bodies.ts';
import { answerPacked } from '../../http/form.ts';
import { addressOf, isSameHost } from '../../http/origin.ts';
import { prepare } from '../../http/prepared.ts';
import { notFound, notReady, problem } from '../../http/problem.ts';
import { readCodes } from '../../http/selection.ts';
import { DEFAULT_WIDTH } from '../../pictures/choice.ts';
import { readPart } from '../parts.ts';
import { pageHeaders } from '../policy.ts';
import { iframeOf } from './iframe.ts';
import { embedPage } from './page.tsx';
import { heightOf } from './size.ts';

/** Longer than any list of codes. The page repeats the values of its query, so their length is limited. */
const MAX_VALUE = 64;

const CACHE = 'max-age=10, stale-while-revalidate=60';
/** An hour: a site caches the code of the iframe, which changes only with a release. */
const OEMBED_CACHE = 'public, max-age=3600';
const OEMBED_CACHE_S = 3600;

/** `codes` are those that are served. `publicUrl` is the public address; `null` = the host of each request. */
export function createEmbedRoutes(feed: Feed, codes: readonly string[], publicUrl: string | null): Hono {
  const app = new Hono();
  const bodyAt = createBodies();
  const parts = { style: readPart('embed.css'), script: readPart('embed.js') };
  const headers = {
    ...pageHeaders({ styles: [parts.style], scripts: [parts.script], hasWidget: true }),
    // A page with this policy may frame only pages that have it too. All parts of this page come from this service.
    'cross-origin-embedder-policy': 'require-corp',
  };

  app.get('/embed', (c) => {
    const snapshot = feed.snapshot();
    if (snapshot === null) return notReady('no rates yet');
    const chosen = chosenOf(c.req.query());
    // An unknown code must not break the page of another site, so only the known codes are shown.
    const selected = readCodes(chosen.codes, codes).codes;
    const base = addressOf(publicUrl, (name) => c.req.header(name));
    const key = new URLSearchParams(chosen).toString();
    const page = bodyAt(snapshot, `${base} ${key}`, () => {
      const discovery =
        base === '' ? null : `${base}/oembed?url=${encodeURIComponent(embedOf(base, chosen))}`;
      const html = embedPage({ chosen, rates: shownOf(selected, snapshot.rates), discovery, ...parts });
      return prepare(html, 'text/html; charset=utf-8', undefined, headers);
    });
    // Without PUBLIC_URL the page contains the host of the request, which a client can forge.
    const cache = `${publicUrl === null ? 'private' : 'public'}, ${CACHE}`;
    return answerPacked(c, page, cache);
  });

  app.get('/oembed', (c) => {
    const { url = '', format = 'json', maxwidth, maxheight } = c.req.query();
    if (format !== 'json') return problem(501, 'only format=json is supported');
    const asked = URL.canParse(url) ? new URL(url) : null;
    const base = asked === null ? null : baseOf(asked, publicUrl, c.req.header('host'));
    if (asked === null || base === null) return notFound('url: must be an address of this service');
    const chosen = chosenOf(Object.fromEntries(asked.searchParams));
    const width = atMost(DEFAULT_WIDTH, maxwidth);
    const count = readCodes(chosen.codes, codes).codes?.size ?? codes.length;
    const height = atMost(heightOf(chosen.look, count), maxheight);
    const body = {
      version: '1.0',
      type: 'rich',
      title: 'Currency rates',
      provider_name: 'Silk Ticker',
      provider_url: `${base}/`,
      cache_age: OEMBED_CACHE_S,
      html: iframeOf(embedOf(base, chosen), width, height),
      width,
      height,
    };
    return answerPacked(c, prepare(JSON.stringify(body), 'application/json'), OEMBED_CACHE);
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

function embedOf(base: string, chosen: Record<string, string>): string {
  const query = new URLSearchParams(chosen).toString();
  return `${base}/embed${query === '' ? '' : `?${query}`}`;
}

/**
 * The address of the service if `asked` is one of its pages, else `null`. Without PUBLIC_URL the page must have the
 * host of the request: then a client that forges an address gets only its own forgery.
 */
function baseOf(asked: URL, publicUrl: string | null, host: string | undefined): string | null {
  const base = publicUrl ?? (isSameHost(asked, host) ? asked.origin : null);
  if (base === null || !asked.href.startsWith(`${base}/`)) return null;
  const path = asked.href.slice(base.length).split(/[?#]/, 1)[0];
  return path === '/' || path === '/embed' ? base : null;
}

function atMost(wanted: number, limit: string | undefined): number {
  return limit !== undefined && /^[1-9]\d{0,4}$/.test(limit) ? Math.min(wanted, Number(limit)) : wanted;
}
