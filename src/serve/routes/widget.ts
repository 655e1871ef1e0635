// serve: the script that publishers embed: evergreen, immutable by version, and described with its hash.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { Hono, type HonoRequest } from 'hono';
import { answer, prepare } from '../http/prepared.ts';
import { notFound } from '../http/problem.ts';

/** The widget as built, and the version that its immutable address carries. */
export interface WidgetFile {
  script: string;
  version: string;
  /** JSON of the words of each language, by its name; the script itself has English. */
  words: Record<string, string>;
}

/** Reads the built script. The version carries a hash of it, so that an address can never change its content. */
export function readWidget(path: URL, packageVersion: string): WidgetFile {
  const script = readFileSync(path, 'utf8');
  const digest = createHash('sha256').update(script).digest('hex').slice(0, 8);
  const folder = new URL('words/', path);
  const words = Object.fromEntries(
    readdirSync(folder).map((name) => [
      name.replace('.json', ''),
      readFileSync(new URL(name, folder), 'utf8'),
    ]),
  );
  return { script, version: `${packageVersion}-${digest}`, words };
}

const SCRIPT_TYPE = 'text/javascript; charset=utf-8';
/** Five minutes: a fix reaches every page within a coffee break, and a busy page asks rarely. */
const EVERGREEN = 'public, max-age=300, stale-while-revalidate=86400';
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Packed once at the start, as small as it gets: brotli takes a tenth less than gzip, which old clients know. */
function createScript(script: string) {
  const plain = prepare(script, SCRIPT_TYPE);
  const packed = { br: brotliCompressSync(script), gzip: gzipSync(script, { level: 9 }) };
  return (request: HonoRequest, cacheControl: string): Response => {
    const accepted = request.header('accept-encoding') ?? '';
    // A weight of zero is a no.
    const coding = (['br', 'gzip'] as const).find((it) =>
      new RegExp(`\\b${it}\\b(?! *; *q=0(?!\\.0*[1-9]))`).test(accepted),
    );
    // Caches keep all forms, and each has its own validator.
    const etag = coding ? plain.etag.replace(/"$/, `-${coding}"`) : plain.etag;
    const response = answer({ ...plain, etag }, request.header('if-none-match'), cacheControl);
    // Both: with a list of origins the front's own word would be lost here.
    response.headers.set('vary', 'accept-encoding, origin');
    if (!coding || response.status === 304) return response;
    response.headers.set('content-encoding', coding);
    return new Response(packed[coding], response);
  };
}

/** `base` is the address that the world sees, or empty for paths relative to the request. */
export function createWidgetRoutes({ script, version, words }: WidgetFile, base: string): Hono {
  const app = new Hono();
  const file = createScript(script);
  const integrity = `sha384-${createHash('sha384').update(script).digest('base64')}`;
  const description = prepare(
    JSON.stringify({ version, url: `${base}/widget/${version}.js`, integrity }),
    'application/json',
  );
  app.get('/widget.js', (c) => file(c.req, EVERGREEN));
  app.get('/widget.json', (c) => answer(description, c.req.header('if-none-match'), EVERGREEN));
  for (const [language, text] of Object.entries(words)) {
    const body = prepare(text, 'application/json');
    app.get(`/widget/words/${language}.json`, (c) => answer(body, c.req.header('if-none-match'), EVERGREEN));
  }
  app.get('/widget/:name', (c) =>
    c.req.param('name') === `${version}.js`
      ? file(c.req, IMMUTABLE)
      : notFound(`this service has widget ${version}`),
  );
  return app;
}
