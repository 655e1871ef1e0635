// serve: the script that publishers embed: evergreen, immutable by version, and described with its hash.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Hono } from 'hono';
import { answer, prepare } from './cached.ts';
import { notFound } from './problem.ts';

/** The widget as built, and the version that its immutable address carries. */
export interface WidgetFile {
  script: string;
  version: string;
}

/** Reads the built script. The version carries a hash of it, so that an address can never change its content. */
export function readWidget(path: URL, packageVersion: string): WidgetFile {
  const script = readFileSync(path, 'utf8');
  const digest = createHash('sha256').update(script).digest('hex').slice(0, 8);
  return { script, version: `${packageVersion}-${digest}` };
}

const SCRIPT_TYPE = 'text/javascript; charset=utf-8';
/** Five minutes: a fix reaches every page within a coffee break, and a busy page asks rarely. */
const EVERGREEN = 'public, max-age=300, stale-while-revalidate=86400';
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** `base` is the address that the world sees, or empty for paths relative to the request. */
export function createWidgetRoutes({ script, version }: WidgetFile, base: string): Hono {
  const app = new Hono();
  const file = prepare(script, SCRIPT_TYPE);
  const integrity = `sha384-${createHash('sha384').update(script).digest('base64')}`;
  const description = prepare(
    JSON.stringify({ version, url: `${base}/widget/${version}.js`, integrity }),
    'application/json',
  );
  app.get('/widget.js', (c) => answer(file, c.req.header('if-none-match'), EVERGREEN));
  app.get('/widget.json', (c) => answer(description, c.req.header('if-none-match'), EVERGREEN));
  app.get('/widget/:name', (c) =>
    c.req.param('name') === `${version}.js`
      ? answer(file, c.req.header('if-none-match'), IMMUTABLE)
      : notFound(`this service has widget ${version}`),
  );
  return app;
}
