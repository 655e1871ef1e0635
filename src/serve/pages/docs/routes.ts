// serve: GET /openapi.json, and GET /docs, the same for people: one page without a script.
import { Hono } from 'hono';
import { createOpenApi } from '../../description/openapi.ts';
import { answer, prepare } from '../../http/prepared.ts';
import { readPart } from '../parts.ts';
import { pageHeaders } from '../policy.ts';
import { docsPage } from './page.tsx';

/** Five minutes: it changes with a release alone. */
const CACHE = 'public, max-age=300, stale-while-revalidate=86400';

/** `version` is the package's; `publicUrl` where the world sees the service. */
export function createDocsRoutes(version: string, publicUrl: string | null): Hono {
  const app = new Hono();
  const description = createOpenApi(version, publicUrl);
  const json = prepare(JSON.stringify(description), 'application/json');
  const style = readPart('docs.css');
  const page = prepare(docsPage(description, style), 'text/html; charset=utf-8');
  const headers = pageHeaders({ styles: [style] });
  app.get('/openapi.json', (c) => answer(json, c.req.header('if-none-match'), CACHE));
  app.get('/docs', (c) => answer(page, c.req.header('if-none-match'), CACHE, headers));
  return app;
}
