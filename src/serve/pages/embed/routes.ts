// serve: GET /embed, the ticker as a page for an iframe, readable without scripts; GET /oembed, the code of the iframe.
import type { Feed } from '../../../publish/feed.ts';
import type { Rate } from '../../../rates/wire.ts';
import { createBodies } from '../../http/answers/bodies.ts';
import { answerPacked } from '../../http/answers/form.ts';
import { prepare } from '../../http/answers/prepared.ts';
import { isSameHost, publicAddressOf } from '../../http/origin.ts';
import { badRequest, notFound, notReady, problem } from '../../http/problem.ts';
import { looseParameters } from '../../http/query/attribute-parameters.ts';
import {
  createQueryReader,
  looseParameter,
  ownAddressParameter,
  querySchema,
  textParameter,
  valuesOf,
} from '../../http/query/parameters.ts';
import { readCodes } from '../../http/query/selection.ts';
import { createRoute, type Route } from '../../http/route.ts';
import { DEFAULT_WIDTH } from '../../pictures/choice.ts';
import { readPart } from '../parts.ts';
import { pageHeaders } from '../policy.ts';
import { iframeOf } from './iframe.ts';
import { embedPage } from './page.tsx';
import { heightOf } from './size.ts';

const CACHE = 'max-age=10, stale-while-revalidate=60';
/** An hour: a site caches the code of the iframe, which changes only with a release. */
const OEMBED_CACHE = 'public, max-age=3600';
const OEMBED_CACHE_S = 3600;

/** Sites send many forms of a limit. One that is no number is ignored. */
const pixels = (description: string) => looseParameter({ description, type: 'integer', minimum: 1 }, 32);
const OEMBED_QUERY = querySchema({
  url: ownAddressParameter,
  format: textParameter({ description: 'Only json is supported', type: 'string', enum: ['json'] }, 32),
  maxwidth: pixels('The greatest width of the iframe in pixels'),
  maxheight: pixels('The greatest height of the iframe in pixels'),
});

/** `codes` are those that are served. `publicUrl` is the public address; `null` = the host of each request. */
export function createEmbedRoutes(feed: Feed, codes: readonly string[], publicUrl: string | null): Route[] {
  const bodyAt = createBodies();
  const parts = { style: readPart('embed.css'), script: readPart('embed.js') };
  const headers = {
    ...pageHeaders({ styles: [parts.style], scripts: [parts.script], hasWidget: true }),
    // A page with this policy may frame only pages that have it too. All parts of this page come from this service.
    'cross-origin-embedder-policy': 'require-corp',
  };
  const attributes = querySchema(looseParameters(codes));
  const readAttributes = createQueryReader(attributes);

  const embed = createRoute({
    path: '/embed',
    operationId: 'getEmbed',
    tag: 'Widget',
    summary: 'The ticker as a page for an iframe; takes the attributes of the element as its query',
    answer: { type: 'text/html', schema: 'text', description: 'An HTML page' },
    problems: [400, 503],
    example: () => '/embed',
    query: attributes,
    handle(c, chosen) {
      const snapshot = feed.snapshot();
      if (snapshot === null) return notReady('no rates yet');
      // An unknown code must not break the page of another site, so only the known codes are shown.
      const selected = readCodes(chosen.codes, codes).codes;
      const base = publicAddressOf(publicUrl, (name) => c.req.header(name));
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
    },
  });

  const oembed = createRoute({
    path: '/oembed',
    operationId: 'getOembed',
    tag: 'Widget',
    summary: 'An oEmbed answer of type rich for ?url=, an address of this service',
    answer: { type: 'application/json', schema: 'json', description: 'oEmbed 1.0, type rich' },
    problems: [400, 404, 501],
    example: () => `/oembed?url=${encodeURIComponent(`${publicUrl ?? 'http://localhost'}/`)}`,
    query: OEMBED_QUERY,
    handle(c, { url, format = 'json', maxwidth, maxheight }) {
      if (format !== 'json') return problem(501, 'only format=json is supported');
      const asked = URL.canParse(url) ? new URL(url) : null;
      const base = asked === null ? null : baseOf(asked, publicUrl, c.req.header('host'));
      if (asked === null || base === null) return notFound('url: must be an address of this service');
      const read = readAttributes(valuesOf(asked.searchParams));
      if ('fault' in read) return badRequest(`url: ${read.fault}`);
      const chosen = read.query;
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
      const prepared = prepare(JSON.stringify(body), 'application/json');
      return answerPacked(c, prepared, OEMBED_CACHE);
    },
  });
  return [embed, oembed];
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
  const isWeb = asked.protocol === 'http:' || asked.protocol === 'https:';
  const base = publicUrl ?? (isWeb && isSameHost(asked, host) ? asked.origin : null);
  if (base === null || !asked.href.startsWith(`${base}/`)) return null;
  const path = asked.href.slice(base.length).split(/[?#]/, 1)[0];
  return path === '/' || path === '/embed' ? base : null;
}

function atMost(wanted: number, limit: string | undefined): number {
  return limit !== undefined && /^[1-9]\d{0,4}$/.test(limit) ? Math.min(wanted, Number(limit)) : wanted;
}
