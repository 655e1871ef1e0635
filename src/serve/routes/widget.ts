// serve: the widget's script at its evergreen and its immutable address, its parts and words, and its integrity hash.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliCompress, gzip, type ZlibOptions } from 'node:zlib';
import type { Context } from 'hono';
import { answerPacked } from '../http/answers/form.ts';
import { prepare } from '../http/answers/prepared.ts';
import { notFound } from '../http/problem.ts';
import { type Answer, createRoute, type Route } from '../http/route.ts';

/** The built widget, and the version in its immutable address. */
export interface WidgetFile {
  script: string;
  version: string;
  /** The words of each language as JSON, by language. English is in the script. */
  words: Record<string, string>;
  /** The parts that the script loads later, by name. Each name contains a hash. */
  parts: Record<string, string>;
}

/** Reads the built script. The version contains a hash of it, so the content of a versioned address never changes. */
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

/** The `integrity` of the script tag (SRI). */
export function integrityOf(script: string): string {
  return `sha384-${createHash('sha384').update(script).digest('base64')}`;
}

const SCRIPT_TYPE = 'text/javascript; charset=utf-8';
/** Five minutes: a fix reaches every page soon, and a busy page rarely requests the script. */
const EVERGREEN = 'public, max-age=300, stale-while-revalidate=86400';
const IMMUTABLE = 'public, max-age=31536000, immutable';

/**
 * Compressed once at the highest level: brotli is a tenth smaller than gzip, which older clients need. It takes 40 ms
 * in another thread. The start does not wait for it; only the first request for the script does.
 */
function createScript(script: string) {
  const packing = Promise.all([
    promisify(brotliCompress)(script),
    promisify<string, ZlibOptions, Buffer>(gzip)(script, { level: 9 }),
  ]);
  /** Answers with the script, which a cache keeps as `cacheControl` says. */
  return (cacheControl: string) => {
    const prepared = prepare(script, SCRIPT_TYPE);
    return async (c: Context): Promise<Response> => {
      if (prepared.packed === undefined) {
        const [small, usual] = await packing;
        prepared.packed = { br: new Uint8Array(small), gzip: new Uint8Array(usual) };
      }
      return answerPacked(c, prepared, cacheControl);
    };
  };
}

/** `base` is the public address, or empty for paths relative to the request. */
export function createWidgetRoutes({ script, version, words, parts }: WidgetFile, base: string): Route[] {
  const file = createScript(script);
  const newest = file(EVERGREEN);
  const fixed = new Map([
    [version, file(IMMUTABLE)],
    ...Object.entries(parts).map(([name, part]) => [name, createScript(part)(IMMUTABLE)] as const),
  ]);
  const description = prepare(
    JSON.stringify({ version, url: `${base}/widget/${version}.js`, integrity: integrityOf(script) }),
    'application/json',
  );
  const answerOf = (description: string): Answer => ({
    type: 'text/javascript',
    schema: 'text',
    description,
  });
  const evergreen = createRoute({
    path: '/widget.js',
    operationId: 'getWidget',
    tag: 'Widget',
    summary: 'The script that a page embeds, always the newest version',
    answer: answerOf('The script'),
    problems: [],
    example: () => '/widget.js',
    handle: newest,
  });
  const about = createRoute({
    path: '/widget.json',
    operationId: 'getWidgetVersion',
    tag: 'Widget',
    summary: 'Version, immutable address and integrity of the script',
    answer: { type: 'application/json', schema: 'json', description: 'The values for a script tag' },
    problems: [],
    example: () => '/widget.json',
    handle: (c) => answerPacked(c, description, EVERGREEN),
  });
  const immutable = createRoute({
    path: '/widget/{version}.js',
    operationId: 'getWidgetOfVersion',
    tag: 'Widget',
    summary: 'The script of one version, or a part that it loads; neither ever changes',
    parameter: { description: 'The version, from /widget.json', values: [...fixed.keys()] },
    answer: answerOf('The script'),
    problems: [404],
    example: () => `/widget/${version}.js`,
    handle: (c, _query, asked = '') =>
      fixed.get(asked)?.(c) ?? notFound(`this service has version ${version} of the widget`),
  });
  const bodies = new Map(
    Object.entries(words).map(([language, text]) => [language, prepare(text, 'application/json')]),
  );
  const wordsOf = createRoute({
    path: '/widget/{language}.json',
    operationId: 'getWidgetWords',
    tag: 'Widget',
    summary: 'The words that the script shows in one language',
    parameter: { description: 'A language of the widget', values: [...bodies.keys()] },
    answer: { type: 'application/json', schema: 'json', description: 'The words by their keys' },
    problems: [404],
    example: () => '/widget/ru.json',
    handle(c, _query, language) {
      const body = bodies.get(language);
      if (body === undefined) return notFound(`the languages are ${[...bodies.keys()].join(', ')}`);
      return answerPacked(c, body, EVERGREEN);
    },
  });
  return [evergreen, about, immutable, wordsOf];
}
