import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The allowed imports: a folder or file → what it may import. Leaves may be imported by all rooms except rates, guard. */
const LEAVES = ['src/errors', 'src/log', 'src/metrics', 'src/config', 'src/turn', 'src/built'];
/** The one list of attributes, for the element and for the pages. */
const ATTRIBUTES = 'src/attributes';
/** The one reader of lists of codes, for the element, the pages, the API and the command. */
const CODES = 'src/codes';
const MAY_IMPORT: Record<string, { rooms: string[]; because: string }> = {
  'src/rates': { rooms: [], because: 'rates is the vocabulary: it imports nothing of ours' },
  'src/guard': {
    rooms: ['src/rates'],
    because: 'the guard is pure: it decides from its arguments, without a bank, a store or a clock',
  },
  'src/sources': {
    rooms: ['src/rates', ...LEAVES],
    because: 'sources parse documents; they neither store nor show figures',
  },
  'src/store': {
    rooms: ['src/rates', ...LEAVES],
    because: 'the store depends neither on banks nor on listeners',
  },
  'src/poll': {
    rooms: ['src/rates', 'src/guard', 'src/sources', 'src/store', ...LEAVES],
    because: 'poll connects sources and store, and is independent of serve',
  },
  'src/publish': {
    rooms: ['src/rates', 'src/store/store', ...LEAVES],
    because: 'publish uses only the store’s contract',
  },
  'src/serve': {
    rooms: ['src/rates', 'src/publish', 'src/store/store', ATTRIBUTES, CODES, ...LEAVES],
    because: 'serve shows the rates of publish, and is independent of poll',
  },
  'src/serve/http': {
    rooms: ['src/rates', 'src/publish', ATTRIBUTES, CODES, ...LEAVES],
    because: 'http is below routes, pages and streams; app.ts and pipeline.ts join them',
  },
  'src/command': {
    rooms: [
      'src/rates',
      'src/sources',
      'src/store',
      'src/poll',
      'src/serve',
      'src/service',
      'src/log-output',
      CODES,
      ...LEAVES,
    ],
    because: 'the command starts the service or queries one; the guard and the feed belong to the service',
  },
  widget: {
    rooms: ['src/rates/wire', ATTRIBUTES, CODES],
    because:
      'the widget takes types from wire.ts, its attributes from their list, the reader of codes, and nothing else',
  },
  [ATTRIBUTES]: {
    rooms: [],
    because: 'the list of attributes is imported by serve and widget and imports neither',
  },
  [CODES]: {
    rooms: [],
    because: 'the reader of codes is imported by serve, command and widget and imports none',
  },
};

/** Each library has one importing place, so that it can be replaced there. */
const ONE_IMPORTER: Record<string, string[]> = {
  '@resvg/resvg-js': ['src/serve/pictures/painter.worker.ts'],
  'decimal.js': ['src/rates/decimal.ts'],
  'fast-xml-parser': ['src/sources/reading/xml.ts'],
  ioredis: ['src/store/redis/connection.ts'],
  'lossless-json': ['src/sources/reading/json.ts'],
  'node-cron': ['src/poll/schedule/windows.ts'],
  pino: ['src/log.ts'],
  'prom-client': ['src/metrics.ts'],
  zod: ['src/rates/json-schema.ts', 'src/rates/schema.ts', 'src/serve/http/query/parameters.ts'],
  ws: ['src/serve/stream/websocket.ts'],
};

/**
 * The files that may read the wall clock as a number, and why. All others use it only for time stamps (`toISOString`)
 * and measure with `performance.now`: an operator or NTP can set the wall clock, and durations measured by it were
 * wrong.
 */
const WALL_CLOCK: Record<string, string> = {
  'src/poll/history/previous.ts':
    'spaces walks through an archive by the times of the polls; a clock that is set back ends the pause',
  'src/poll/intake/coverage.ts':
    'compares the times of two polls; a clock that is set back or forward makes the archive decide',
  'src/poll/schedule/windows.ts': 'waits for times of day, a minute at most at once',
  'src/poll/schedule/missed.ts':
    'finds a window that passed while the machine slept: windows are times of day',
  'src/poll/schedule/source-timers.ts': 'reports the time of the next poll; its timer does not depend on it',
  'src/guard/confirmation.ts': 'compares with a time stamp from before a restart',
  'src/rates/date.ts': 'converts an instant to a calendar day',
  'src/sources/reading/client.ts': 'compares with the HTTP date of a Retry-After',
  'src/serve/app.ts': 'passes it to the answers, which check whether the second of a Last-Modified is over',
  'src/serve/routes/pictures.ts': 'checks whether the second of a Last-Modified is over',
  'src/serve/server.ts': 'passes the clock of the service to them',
  'widget/face/tip-lines.ts': 'shows the age of a time stamp',
};

/**
 * The files of a folder at one level. About a dozen can be surveyed; the largest folder has nineteen, all words of one
 * vocabulary. The limit keeps the folders from growing.
 */
const MAX_FILES = 20;

const root = new URL('..', import.meta.url).pathname;
const SCRIPT = /\.tsx?$/;
const filesOf = (kind: RegExp, ...rooms: string[]) =>
  rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => kind.test(name))
      .map((name) => `${room}/${name}`),
  );
const files = filesOf(SCRIPT, 'src', 'widget');

const importsOf = (file: string) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
const ours = (file: string) =>
  importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(root, join(root, dirname(file), name)));

/** The files whose values a file imports; it does not load those from which it only takes types. */
const loadedBy = (file: string) =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /^(?:import|export) (?!type )[^;]*?from '(\.[^']+)'/gm,
    ),
  ].map(([, from = '']) => relative(root, join(root, dirname(file), from)));
const linesOf = (file: string) => readFileSync(join(root, file), 'utf8').split('\n').length - 1;

describe('the house', () => {
  it('has files to check', () => expect(files.length).toBeGreaterThan(30));

  it.each(Object.entries(MAY_IMPORT))('%s has only allowed imports', (room, { rooms, because }) => {
    for (const file of files.filter((name) => name.startsWith(`${room}/`) || name === `${room}.ts`)) {
      for (const target of ours(file)) {
        const allowed = [room, ...rooms].some((it) => target.startsWith(`${it}/`) || target === `${it}.ts`);
        expect(allowed, `${file} imports ${target}: ${because}`).toBe(true);
      }
    }
  });

  it.each(Object.entries(ONE_IMPORTER))('%s has one importing place', (library, places) => {
    const importers = files.filter((file) => importsOf(file).includes(library));
    expect(importers).toEqual(places);
  });

  it('loads the client of Redis only for a service with REDIS_URL', () => {
    const loaded = new Set<string>();
    const load = (file: string) => {
      if (loaded.has(file)) return;
      loaded.add(file);
      for (const target of loadedBy(file)) load(target);
    };
    load('src/main.ts');
    // Each command is loaded when it is called.
    load('src/command/serve/serve.ts');
    expect(loaded.size).toBeGreaterThan(50);
    expect([...loaded].filter((file) => importsOf(file).includes('ioredis'))).toEqual([]);
  });

  it('imports the bundle of the widget only in pictures', () => {
    for (const file of files.filter((name) => importsOf(name).includes('#picture'))) {
      expect(file, 'only pictures use the texts and number formats of the widget').toMatch(
        /^src\/serve\/pictures\//,
      );
    }
  });

  it('has no circle of files that import each other, not even for types', () => {
    const done = new Set<string>();
    const visit = (file: string, way: readonly string[]) => {
      expect(way, 'these files import each other in a circle').not.toContain(file);
      if (done.has(file)) return;
      for (const target of ours(file).filter((it) => files.includes(it))) visit(target, [...way, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(done.size).toBe(files.length);
  });

  it('finds files relative to the code only in two places', () => {
    const finds = (file: string) =>
      /new URL\([^)]*import\.meta\.url/.test(readFileSync(join(root, file), 'utf8'));
    expect(
      files.filter(finds).sort(),
      'a bundle is in another folder than its sources: use builtFile of src/built.ts',
    ).toEqual(['src/built.ts', 'src/main.ts']);
  });

  it('has HTTP only in serve', () => {
    for (const file of files.filter((name) => importsOf(name).some((it) => /^(hono|@hono\/)/.test(it)))) {
      expect(file, 'hono belongs to serve').toMatch(/^src\/serve\//);
    }
  });

  it('measures no duration by the wall clock', () => {
    const reads = (file: string) =>
      /\bDate\.now\b|\.(?:getTime|valueOf)\(|\+new Date\b|Number\(new Date/.test(
        readFileSync(join(root, file), 'utf8'),
      );
    expect(files.filter(reads).sort(), 'only these may read it as a number').toEqual(
      Object.keys(WALL_CLOCK).sort(),
    );
  });

  it('does not use AbortSignal.any, which Node may collect as garbage while a request waits for it', () => {
    const joins = (file: string) => /AbortSignal\.any\(/.test(readFileSync(join(root, file), 'utf8'));
    expect(files.filter(joins), 'see src/sources/reading/deadline.ts').toEqual([]);
  });

  it('has no file above 300 lines', () => {
    for (const file of filesOf(/\.(?:tsx?|mjs|css)$/, 'src', 'widget', 'test')) {
      expect(linesOf(file), `${file} has to be split`).toBeLessThanOrEqual(300);
    }
  });

  it('has no folder above twenty files', () => {
    const counts = new Map<string, number>();
    for (const folder of filesOf(/\.\w+$/, 'src', 'widget').map(dirname))
      counts.set(folder, (counts.get(folder) ?? 0) + 1);
    const full = [...counts].filter(([, count]) => count > MAX_FILES);
    expect(full, 'files with one subject belong in a folder of their own').toEqual([]);
  });

  it('has helpers of tests that import no ring of tests', () => {
    for (const file of filesOf(SCRIPT, 'test/support')) {
      for (const target of ours(file))
        expect(target, `${file}: what it needs belongs to support`).toMatch(
          /^(?:src|widget|test\/support)\//,
        );
    }
  });

  it('has a median file of at most 80 lines', () => {
    const sorted = files.map(linesOf).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(80);
  });
});
