import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import whom: a folder (or file) of ours → what it may reach. Leaves may be imported by all but rates. */
const LEAVES = ['src/errors', 'src/log', 'src/metrics', 'src/config'];
/** Stated once for the element that reads them and the pages that offer them. */
const ATTRIBUTES = 'src/attributes';
const MAY_IMPORT: Record<string, { rooms: string[]; because: string }> = {
  'src/rates': { rooms: [], because: 'rates is the vocabulary: it imports nothing of ours' },
  'src/guard': {
    rooms: ['src/rates'],
    because: 'the guard decides from what it is handed: it reads no bank, no store and no clock',
  },
  'src/sources': {
    rooms: ['src/rates', ...LEAVES],
    because: 'sources know what was printed, not who keeps or shows it',
  },
  'src/store': {
    rooms: ['src/rates', ...LEAVES],
    because: 'the store remembers; it knows neither banks nor listeners',
  },
  'src/poll': {
    rooms: ['src/rates', 'src/guard', 'src/sources', 'src/store', ...LEAVES],
    because: 'poll joins sources and store, and never meets serve',
  },
  'src/publish': {
    rooms: ['src/rates', 'src/store/store', ...LEAVES],
    because: 'publish knows the store’s contract only',
  },
  'src/serve': {
    rooms: ['src/rates', 'src/publish', 'src/store/store', ATTRIBUTES, ...LEAVES],
    because: 'serve shows what publish hears, and never meets poll',
  },
  widget: {
    rooms: ['src/rates/wire', ATTRIBUTES],
    because: 'the widget takes types from wire.ts, its attributes from their list, and nothing else',
  },
  [ATTRIBUTES]: { rooms: [], because: 'the list of attributes is read by both ends and knows neither' },
};

/** Each library behind one door, so that it can be replaced there. */
const ONE_IMPORTER: Record<string, string[]> = {
  '@resvg/resvg-js': ['src/serve/pictures/painter.worker.ts'],
  'decimal.js': ['src/rates/decimal.ts'],
  'fast-xml-parser': ['src/sources/reading/xml.ts'],
  ioredis: ['src/store/redis/connection.ts'],
  'lossless-json': ['src/sources/reading/json.ts'],
  'node-cron': ['src/poll/schedule.ts'],
  pino: ['src/log.ts'],
  'prom-client': ['src/metrics.ts'],
  zod: ['src/rates/json-schema.ts', 'src/rates/schema.ts', 'src/serve/http/parameters.ts'],
  ws: ['src/serve/stream/websocket.ts'],
};

/**
 * Who may read the wall clock as a number, and why. Everybody else stamps with it (`toISOString`) and measures with
 * `performance.now`: an operator or NTP moves the wall clock, and what was measured by it ended or fell silent.
 */
const WALL_CLOCK: Record<string, string> = {
  'src/poll/back-off.ts': 'finds a window that passed while the machine slept: windows are times of day',
  'src/poll/history/previous.ts':
    'spaces walks through an archive by the times of the polls; a clock that is set back ends the pause',
  'src/poll/schedule.ts': 'stamps the next poll for operators, beside a timer that runs by itself',
  'src/guard/confirmation.ts': 'compares with a stamp that a restart has survived',
  'src/rates/date.ts': 'turns an instant into a calendar day',
  'src/sources/reading/client.ts': 'compares with the HTTP date of a Retry-After',
  'src/serve/routes/atom.ts':
    'hands it to the answer, which asks it only for a body that has a Last-Modified',
  'src/serve/routes/pictures.ts': 'tells whether the second of a Last-Modified is over',
  'src/serve/routes/rate.ts': 'tells whether the second of a Last-Modified is over',
  'src/serve/routes/rates.ts': 'tells whether the second of a Last-Modified is over',
  'src/serve/server.ts': 'hands them the clock of the service',
  'widget/face/tip-lines.ts': 'tells a reader how old a stamp is',
};

const root = new URL('..', import.meta.url).pathname;
const files = ['src', 'widget'].flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${room}/${name}`),
);

const importsOf = (file: string) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
const ours = (file: string) =>
  importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => relative(root, join(root, dirname(file), name)));

describe('the house', () => {
  it('has files to look at', () => expect(files.length).toBeGreaterThan(30));

  it.each(Object.entries(MAY_IMPORT))('%s keeps to its side of the wall', (room, { rooms, because }) => {
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

  it('loads the client of Redis only for a service that is told to use it', () => {
    const loaded = new Set<string>();
    const load = (file: string) => {
      if (loaded.has(file)) return;
      loaded.add(file);
      const text = readFileSync(join(root, file), 'utf8');
      for (const [, from = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gm)) {
        if (from.startsWith('.')) load(relative(root, join(root, dirname(file), from)));
      }
    };
    load('src/main.ts');
    // Each command is loaded when it is asked for.
    load('src/command/serve/serve.ts');
    expect(loaded.size).toBeGreaterThan(50);
    expect([...loaded].filter((file) => importsOf(file).includes('ioredis'))).toEqual([]);
  });

  it('has the words and figures of the widget, as a bundle, in pictures alone', () => {
    for (const file of files.filter((name) => importsOf(name).includes('#picture'))) {
      expect(file, 'a picture shows what the widget shows').toMatch(/^src\/serve\/pictures\//);
    }
  });

  it('lets only serve speak HTTP', () => {
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

  it('waits for nothing by AbortSignal.any, which Node may collect as garbage while a request waits for it', () => {
    const joins = (file: string) => /AbortSignal\.any\(/.test(readFileSync(join(root, file), 'utf8'));
    expect(files.filter(joins), 'src/sources/reading/deadline.ts tells what to do').toEqual([]);
  });

  it('has no file above 300 lines', () => {
    for (const file of files) {
      const lines = readFileSync(join(root, file), 'utf8').split('\n').length;
      expect(lines, `${file} wants to be two files`).toBeLessThanOrEqual(300);
    }
  });
});
