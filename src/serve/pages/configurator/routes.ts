// serve: GET /, the page on which a publisher chooses how the ticker looks.
import { Hono } from 'hono';
import { answer, prepare } from '../../http/prepared.ts';
import { readPart } from '../parts.ts';
import { pageHeaders } from '../policy.ts';
import { configuratorPage } from './page.tsx';

/** Five minutes: it changes with a release alone. */
const CACHE = 'public, max-age=300, stale-while-revalidate=86400';

/** Serves the page; `publicUrl` is shown in the tag, else the address that the browser has called. */
export function createPageRoutes(publicUrl: string | null, codes: readonly string[]): Hono {
  const app = new Hono();
  const style = readPart('configurator.css');
  const script = readPart('configurator.js');
  const page = prepare(configuratorPage({ publicUrl, codes, style, script }), 'text/html; charset=utf-8');
  const headers = pageHeaders({ styles: [style], scripts: [script], hasWidget: true });
  app.get('/', (c) => answer(page, c.req.header('if-none-match'), CACHE, headers));
  return app;
}
