// serve: the routes of the HTML pages, described like every other path. The pages themselves are in pages/.
import type { Hono } from 'hono';
import { address, query } from '../http/parameters.ts';
import { createRoute, type Description, type Route } from '../http/route.ts';

type Page = Pick<Description, 'path' | 'operationId' | 'summary' | 'problems'> & {
  type: string;
  content: string;
};

const HTML = 'text/html';
/** Checked by the handler in pages/, which answers 404 for an address of another service. */
const OEMBED = query({ url: address.describe('An address of this service') });
const PAGES: readonly Page[] = [
  {
    path: '/',
    operationId: 'getConfigurator',
    summary: 'A live preview of the ticker, with a form that makes the tag for it',
    problems: [],
    type: HTML,
    content: 'An HTML page',
  },
  {
    path: '/docs',
    operationId: 'getDocs',
    summary: 'The documentation of this interface',
    problems: [],
    type: HTML,
    content: 'An HTML page',
  },
  {
    path: '/embed',
    operationId: 'getEmbed',
    summary: 'The ticker as a page for an iframe; takes the attributes of the element as its query',
    problems: [503],
    type: HTML,
    content: 'An HTML page',
  },
  {
    path: '/oembed',
    operationId: 'getOembed',
    summary: 'An oEmbed answer of type rich for ?url=, an address of this service',
    problems: [404, 501],
    type: 'application/json',
    content: 'oEmbed 1.0, type rich',
  },
];

/** `pages` answers all of these paths. `publicUrl` is the public address. */
export function createPagesRoutes(pages: Hono, publicUrl: string | null): Route[] {
  const ours = encodeURIComponent(`${publicUrl ?? 'http://localhost'}/`);
  return PAGES.map(({ type, content, ...page }) =>
    createRoute({
      ...page,
      // The page /docs shows the answers of all other routes. An example of itself would recurse for ever.
      tag: page.path === '/docs' ? 'Description' : 'Widget',
      answer: { type, schema: type === HTML ? 'text' : 'json', description: content },
      ...(page.path === '/oembed' ? { query: OEMBED } : {}),
      example: () => (page.path === '/oembed' ? `/oembed?url=${ours}` : page.path),
      handle: (c) => pages.fetch(c.req.raw, c.env),
    }),
  );
}
