// serve: the script that publishers embed: evergreen, immutable by version, and described with its hash.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress, gzip, type ZlibOptions } from 'node:zlib';
import type { HonoRequest } from 'hono';
import { codingOf } from '../http/coding.ts';
import { answer, prepare } from '../http/prepared.ts';
import { notFound } from '../http/problem.ts';
import { type Answer, createRoute, type Route } from '../http/route.ts';

/** The widget as built, and the version that its immutable address carries. */
export interface WidgetFile {
  script: string;
  version: string;
  /** JSON of the words of each language, by its name; the script itself has English. */
  words: Record<string, string>;
  /** What the script loads after itself, by name; each name carries a hash. */
  parts: Record<string, string>;
}

/** Reads the built script. The version carries a hash of it, so that an address can never change its content. */
export function readWidget(path: URL, packageVersion: string): WidgetFile {
  const script = readFileSync(path, 'utf8');
  const digest = createHash('sha256').update(script).digest('hex').slice(0, 8);
  const words = readFolder(new URL('words/', path), '.json');
  const parts = readFolder(new URL('parts/', path), '.js');
  return { script, version: `${packageVersion}-${digest}`, words, parts };
}

/** The files of a folder, by their names without the ending. */
function readFolder(folder: URL, ending: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [
      name.replace(ending, ''),
      readFileSync(new URL(name, folder), 'utf8'),
    ]),
  );
}

/** What a browser checks the script against. */
export function integrityOf(script: string): string {
  return `sha384-${createHash('sha384').update(script).digest('base64')}`;
}

const SCRIPT_TYPE = 'text/javascript; charset=utf-8';
/** Five minutes: a fix reaches every page within a coffee break, and a busy page asks rarely. */
const EVERGREEN = 'public, max-age=300, stale-while-revalidate=86400';
const IMMUTABLE = 'public, max-age=31536000, immutable';

/**
 * Packed once, as small as it gets: brotli takes a tenth less than gzip, which old clients know. It takes 40 ms, in
 * another thread: the start does not wait for it, the first reader of the script does.
 */
function createScript(script: string) {
  const plain = prepare(script, SCRIPT_TYPE);
  const packed = {
    br: promisify(brotliCompress)(script),
    gzip: promisify<string, ZlibOptions, Buffer>(gzip)(script, { level: 9 }),
  };
  return async (request: HonoRequest, cacheControl: string): Promise<Response> => {
    const coding = codingOf(request.header('accept-encoding'));
    // Caches keep all forms, and each has its own validator.
    const etag = coding ? plain.etag.replace(/"$/, `-${coding}"`) : plain.etag;
    const response = answer({ ...plain, etag }, request.header('if-none-match'), cacheControl);
    // Both: with a list of origins the front's own word would be lost here.
    response.headers.set('vary', 'accept-encoding, origin');
    if (!coding || response.status === 304) return response;
    response.headers.set('content-encoding', coding);
    return new Response(new Uint8Array(await packed[coding]), response);
  };
}

/** `base` is the address that the world sees, or empty for paths relative to the request. */
export function createWidgetRoutes({ script, version, words, parts }: WidgetFile, base: string): Route[] {
  const file = createScript(script);
  const fixed = new Map([
    [version, file],
    ...Object.entries(parts).map(([name, part]) => [name, createScript(part)] as const),
  ]);
  const description = prepare(
    JSON.stringify({ version, url: `${base}/widget/${version}.js`, integrity: integrityOf(script) }),
    'application/json',
  );
  const answerOf = (says: string): Answer => ({ type: 'text/javascript', schema: 'text', description: says });
  const evergreen = createRoute({
    path: '/widget.js',
    operationId: 'getWidget',
    tag: 'Widget',
    summary: 'The script that a page embeds, always the newest',
    answer: answerOf('The script'),
    problems: [],
    example: () => '/widget.js',
    handle: (c) => file(c.req, EVERGREEN),
  });
  const about = createRoute({
    path: '/widget.json',
    operationId: 'getWidgetVersion',
    tag: 'Widget',
    summary: 'Version, immutable address and integrity of the script',
    answer: { type: 'application/json', schema: 'json', description: 'What to write into a tag' },
    problems: [],
    example: () => '/widget.json',
    handle: (c) => answer(description, c.req.header('if-none-match'), EVERGREEN),
  });
  const immutable = createRoute({
    path: '/widget/{version}.js',
    operationId: 'getWidgetOfVersion',
    tag: 'Widget',
    summary: 'The script of one version, or a part that it loads; neither ever changes',
    parameter: { description: 'As /widget.json has it', values: [...fixed.keys()] },
    answer: answerOf('The script'),
    problems: [404],
    example: () => `/widget/${version}.js`,
    handle: (c, _query, asked = '') =>
      fixed.get(asked)?.(c.req, IMMUTABLE) ?? notFound(`this service has widget ${version}`),
  });
  const bodies = new Map(
    Object.entries(words).map(([language, text]) => [language, prepare(text, 'application/json')]),
  );
  const wordsOf = createRoute({
    path: '/widget/words/{language}.json',
    operationId: 'getWidgetWords',
    tag: 'Widget',
    summary: 'The words that the script shows in one language',
    parameter: { description: 'A language of the widget', values: [...bodies.keys()] },
    answer: { type: 'application/json', schema: 'json', description: 'Each word by its English name' },
    problems: [404],
    example: () => '/widget/words/ru.json',
    handle(c, _query, language) {
      const body = bodies.get(language);
      if (body === undefined) return notFound(`there are words in ${[...bodies.keys()].join(', ')}`);
      return answer(body, c.req.header('if-none-match'), EVERGREEN);
    },
  });
  return [evergreen, about, immutable, wordsOf];
}
