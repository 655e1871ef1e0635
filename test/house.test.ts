import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import whom: a folder (or file) of ours → what it may reach. Leaves may be imported by all but rates. */
const LEAVES = ['src/errors', 'src/log', 'src/metrics', 'src/config'];
/** Stated once for the element that reads them and the pages that offer them. */
const ATTRIBUTES = 'src/attributes';
const MAY_IMPORT: Record<string, { rooms: string[]; because: string }> = {
  'src/rates': { rooms: [], because: 'rates is the vocabulary: it imports nothing of ours' },
  'src/guard': { rooms: ['src/rates'], because: 'the guard decides what is believed: it is pure' },
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
  'decimal.js': ['src/rates/decimal.ts'],
  'fast-xml-parser': ['src/sources/reading/xml.ts'],
  ioredis: ['src/store/redis/connection.ts'],
  'lossless-json': ['src/sources/reading/json.ts'],
  'node-cron': ['src/poll/schedule.ts'],
  pino: ['src/log.ts'],
  'prom-client': ['src/metrics.ts'],
  ws: ['src/serve/stream/websocket.ts'],
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

  it('lets only serve speak HTTP', () => {
    for (const file of files.filter((name) => importsOf(name).some((it) => /^(hono|@hono\/)/.test(it)))) {
      expect(file, 'hono belongs to serve').toMatch(/^src\/serve\//);
    }
  });

  it('has no file above 300 lines', () => {
    for (const file of files) {
      const lines = readFileSync(join(root, file), 'utf8').split('\n').length;
      expect(lines, `${file} wants to be two files`).toBeLessThanOrEqual(300);
    }
  });
});
