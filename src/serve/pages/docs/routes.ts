// serve: GET /docs, the description of the API for people: one page without a script.
import { Hono } from 'hono';
import type { OpenApi } from '../../description/openapi.ts';
import { answer, prepare } from '../../http/prepared.ts';
import { readPart } from '../parts.ts';
import { pageHeaders } from '../policy.ts';
import { docsPage } from './page.tsx';

/** Five minutes: it changes with a release alone. */
const CACHE = 'public, max-age=300, stale-while-revalidate=86400';

export function createDocsRoutes(description: OpenApi): Hono {
  const app = new Hono();
  const style = readPart('docs.css');
  const page = prepare(docsPage(description, style), 'text/html; charset=utf-8');
  const headers = pageHeaders({ styles: [style] });
  app.get('/docs', (c) => answer(page, c.req.header('if-none-match'), CACHE, headers));
  return app;
}
