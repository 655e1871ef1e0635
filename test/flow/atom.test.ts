import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Archive } from '../../src/publish/archive.ts';
import type { Fixing } from '../../src/rates/fixing.ts';
import { rateOf } from '../../src/rates/rate.ts';
import { createRouter } from '../../src/serve/http/router.ts';
import { createAtomRoutes } from '../../src/serve/routes/atom.ts';
import { fixingOf, rateFor } from '../support/figures.ts';
import { feedOf, snapshotOf } from '../support/fixed-feed.ts';

const SCRIPT = `
require 'json'
require 'rss'
feed = RSS::Parser.parse(STDIN.read, true)
puts({ id: feed.id.content, updated: feed.updated.content.utc.iso8601(3), links: feed.links.map(&:href),
  entries: feed.entries.map { |entry| { id: entry.id.content, title: entry.title.content,
    summary: entry.summary.content, updated: entry.updated.content.utc.iso8601(3),
    published: entry.published.content.utc.iso8601(3), author: entry.authors[0].name.content } } }.to_json)
`;

interface Read {
  id: string;
  updated: string;
  links: string[];
  entries: {
    id: string;
    title: string;
    summary: string;
    updated: string;
    published: string;
    author: string;
  }[];
}

/** The feed as read by Ruby's feed library, which refuses what RFC 4287 does not allow. */
function validated(feed: string): Read {
  return JSON.parse(
    execFileSync('ruby', ['-e', SCRIPT], { input: feed, encoding: 'utf8', stdio: 'pipe' }),
  ) as Read;
}

const at = (fixing: Fixing, fetchedAt: string): Fixing => ({ ...fixing, fetchedAt });
const past: Record<string, Fixing[]> = {
  KGS: [
    at(fixingOf('KGS', '87.4497', '2026-04-01'), '2026-03-31T10:00:00.000Z'),
    at(fixingOf('KGS', '87.4500', '2026-04-02'), '2026-04-01T10:00:00.000Z'),
  ],
  UZS: [at(fixingOf('UZS', '12149.84', '2026-04-02'), '2026-04-01T11:30:00.250Z')],
  TMT: [],
};
const published = (code: string) => past[code] ?? null;
const archive: Archive = { fixings: published, published };
const hostile = {
  id: 'bank',
  name: 'Bank <b>&"\u0000',
  kind: 'official' as const,
  url: 'https://bank.example/?a&b',
};
const shown = snapshotOf(
  [
    rateOf(fixingOf('KGS', '87.4500'), fixingOf('KGS', '87.4497', '2026-04-01'), hostile, 'live'),
    rateFor('UZS', '12149.84'),
    rateFor('TJS', '9.3371'),
  ],
  '2026-04-01T12:00:00.000Z',
);
const feed = feedOf(() => shown);
const deps = {
  feed,
  archive,
  codes: ['KGS', 'KZT', 'UZS', 'TMT', 'TJS', 'GEL'],
  base: 'https://rates.example/fx',
};
const app = createRouter(createAtomRoutes(deps));
const read = async (path: string) => validated(await (await app.request(path)).text());

describe('the Atom feed', () => {
  it('is valid, and has one entry a fixing, the newest first', async () => {
    const { entries, updated, links } = await read('/rates.atom');
    expect(entries.map(({ title }) => title)).toEqual([
      'UZS/USD = 0.000082306 — (2026-04-02)',
      'KGS/USD = 0.011435 0% (2026-04-02)',
      'KGS/USD = 0.011435 — (2026-04-01)',
    ]);
    expect(updated).toBe('2026-04-01T11:30:00.250Z');
    expect(links).toEqual(['https://rates.example/fx/rates.atom']);
    expect(entries[1]?.summary).toBe(
      'Bank <b>&" set 87.4500 KGS for one dollar for 2026-04-02: one KGS is 0.0114351057747 USD. The fixing before, for 2026-04-01, was 87.4497.',
    );
    expect(entries[0]?.author).toBe('Bank');
  });

  it('has one id for a fixing in every feed and on every replica, and a different one for each feed', async () => {
    const [all, one, again] = [
      await read('/rates.atom'),
      await read('/rates/kgs.atom'),
      await read('/rates.atom'),
    ];
    expect(again).toEqual(all);
    expect(all.entries.map(({ id }) => id)).toEqual(expect.arrayContaining(one.entries.map(({ id }) => id)));
    expect(new Set([all.id, one.id, ...all.entries.map(({ id }) => id)]).size).toBe(5);
    // Computed by Python's uuid5. It must never change, because feed readers store it.
    expect(one.entries[0]?.id).toBe('urn:uuid:fa78141c-ddcb-5acd-bd41-b542f0c2f8d1');
  });

  it('keeps the id of a corrected fixing, with the time at which the new figure was read', async () => {
    const before = await read('/rates/UZS.atom');
    past.UZS = [at(fixingOf('UZS', '12150.00', '2026-04-02'), '2026-04-01T13:00:00.000Z')];
    const after = await read('/rates/UZS.atom');
    expect(after.entries[0]).toMatchObject({
      id: before.entries[0]?.id,
      updated: '2026-04-01T13:00:00.000Z',
    });
    expect(after.entries[0]?.summary).toContain('12150.00');
  });

  it('is in the order of the days, also for days that were read later', async () => {
    const newest = at(fixingOf('GEL', '475.09', '2026-04-03'), '2026-04-02T12:00:00.000Z');
    past.GEL = [newest];
    const before = await read('/rates/GEL.atom');
    // The backfill after a first start reads earlier days ten seconds after the newest one.
    const backfilled = ['2026-04-01', '2026-04-02'].map((date, index) =>
      at(fixingOf('GEL', '478.77', date), `2026-04-02T12:00:1${index}.000Z`),
    );
    past.GEL = [...backfilled, newest];
    const after = await read('/rates/GEL.atom');
    expect(after.entries.map(({ title }) => title.slice(-12))).toEqual([
      '(2026-04-03)',
      '(2026-04-02)',
      '(2026-04-01)',
    ]);
    // The change in the title of the newest one is known since the day before was read.
    expect(before.entries[0]?.title).toContain(' — ');
    expect(after.entries[0]?.title).toContain(' 0.77% ');
    expect(before.entries[0]?.updated).toBe('2026-04-02T12:00:00.000Z');
    expect(after.entries[0]?.updated).toBe('2026-04-02T12:00:11.000Z');
    expect(after.updated).toBe('2026-04-02T12:00:11.000Z');
    expect(after.entries.map(({ published }) => published.slice(0, 10))).toEqual([
      '2026-04-02',
      '2026-04-02',
      '2026-04-01',
    ]);
  });

  it('has an entry whose day was corrected with the same time of publication', async () => {
    const figure = fixingOf('GEL', '475.09', '2026-04-03');
    past.GEL = [at(figure, '2026-04-02T11:00:00.000Z')];
    const before = await read('/rates/GEL.atom');
    past.GEL = [at(fixingOf('GEL', '475.10', '2026-04-03'), '2026-04-02T15:00:00.000Z')];
    const after = await read('/rates/GEL.atom');
    expect(after.entries[0]?.published).toBe(before.entries[0]?.published);
    expect(after.entries[0]?.updated).toBe('2026-04-02T15:00:00.000Z');
  });

  it('shows no change of the shown fixing where none is known, whatever day is stored before it', async () => {
    const newest = at(fixingOf('TJS', '9.3371', '2026-04-02'), '2026-04-01T09:00:00.000Z');
    past.TJS = [at(fixingOf('TJS', '9.8000', '2026-03-10'), '2026-03-09T09:00:00.000Z'), newest];
    const [entry] = (await read('/rates/TJS.atom')).entries;
    expect(entry?.title).toBe('TJS/USD = 0.10710 — (2026-04-02)');
    expect(entry?.summary).not.toContain('The fixing before');
  });

  it('is answered with 304 for its ETag until it has another entry', async () => {
    const etag = (await app.request('/rates/KGS.atom')).headers.get('etag') ?? '';
    const ask = () => app.request('/rates/KGS.atom', { headers: { 'if-none-match': etag } });
    expect((await ask()).status).toBe(304);
    past.KGS = [
      at(fixingOf('KGS', '87.4000', '2026-03-31'), '2026-04-01T14:00:00.000Z'),
      ...(past.KGS ?? []),
    ];
    expect((await ask()).status).toBe(200);
  });

  it('is valid without an entry, and 503 before the history is read', async () => {
    expect(await read('/rates/TMT.atom')).toMatchObject({ entries: [], updated: shown.asOf });
    expect((await app.request('/rates/KZT.atom')).status).toBe(503);
    expect((await app.request('/rates/XXX.atom')).status).toBe(404);
  });

  it('is checked by a reader that refuses an invalid feed', () => {
    const id = '<id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id>';
    expect(() => validated(`<feed xmlns="http://www.w3.org/2005/Atom"><title>a</title>${id}</feed>`)).toThrow(
      /updated/,
    );
  });
});
