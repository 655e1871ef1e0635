// serve: the pages for people, described like every other path; how they look stands in pages/.
import type { Hono } from 'hono';
import { createRoute, type Description, type Route } from '../http/route.ts';

type Page = Pick<Description, 'path' | 'operationId' | 'summary' | 'problems'> & {
  type: string;
  says: string;
};

const HTML = 'text/html';
const PAGES: readonly Page[] = [
  {
    path: '/',
    operationId: 'getConfigurator',
    summary: 'The ticker at work, with a form that makes the tag for it',
    problems: [],
    type: HTML,
    says: 'A page',
  },
  {
    path: '/docs',
    operationId: 'getDocs',
    summary: 'The documentation of this interface',
    problems: [],
    type: HTML,
    says: 'A page',
  },
  {
    path: '/embed',
    operationId: 'getEmbed',
    summary: 'The ticker as a page for an iframe; takes the attributes of the element as its query',
    problems: [503],
    type: HTML,
    says: 'A page',
  },
  {
    path: '/oembed',
    operationId: 'getOembed',
    summary: 'An oEmbed answer of type rich for ?url=, an address of this service',
    problems: [404, 501],
    type: 'application/json',
    says: 'oEmbed 1.0',
  },
];

/** `pages` answers all of these paths. */
export function createPagesRoutes(pages: Hono): Route[] {
  return PAGES.map(({ type, says, ...page }) =>
    createRoute({
      ...page,
      tag: 'Widget',
      answer: { type, schema: type === HTML ? 'text' : 'json', description: says },
      example: () =>
        page.path === '/oembed' ? `/oembed?url=${encodeURIComponent('http://localhost/')}` : page.path,
      handle: (c) => pages.fetch(c.req.raw, c.env),
    }),
  );
}
