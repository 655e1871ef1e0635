import { beforeEach, describe, expect, it } from 'vitest';
import { backfill, type Progress } from '../../../src/poll/history/backfill.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { createScriptedSource } from '../../support/banks/scripted-source.ts';
import { fixingOf } from '../../support/figures.ts';
import { createQuietLog } from '../../support/recorded-log.ts';

const { log, lines } = createQuietLog();
const now = () => new Date('2026-04-08T12:00:00Z');
const span = { from: '2026-04-01', to: '2026-04-08' };
let store: Store;
let scripted: ReturnType<typeof createScriptedSource>;

/** Wednesday to Wednesday as in the bank's archive, with the carries of Sunday and Monday. */
const WEEK: [string, string][] = [
  ['2026-04-08', '474.00'],
  ['2026-04-07', '473.00'],
  ['2026-04-06', '472.00'],
  ['2026-04-05', '472.00'],
  ['2026-04-04', '472.00'],
  ['2026-04-03', '4710.00'],
  ['2026-04-02', '470.00'],
  ['2026-04-01', '469.00'],
];

const kept = async () => {
  const all = await store.history({ code: 'KZT', source: 'bank', from: '2026-01-01', to: '2026-12-31' });
  return all.map((it) => `${it.date.slice(8)} ${it.printed}`);
};
const fill = (signal = new AbortController().signal, onProgress?: (progress: Progress) => void) =>
  backfill(scripted.selected, span, { store, log, now, signal }, onProgress);

beforeEach(async () => {
  store = await createEmbeddedStore({ files: null, log });
  scripted = createScriptedSource(store);
  scripted.setArchive(...WEEK);
  lines.length = 0;
});

describe('a backfill', () => {
  it('stores fixings and no carries, and logs a misprint that it leaves out', async () => {
    await fill();
    expect(await kept()).toEqual(['01 469.00', '02 470.00', '04 472.00', '07 473.00', '08 474.00']);
    expect(lines).toMatchObject([{ level: 'warn', fields: { date: '2026-04-03', printed: '4710.00' } }]);
    expect((await store.snapshot()).seq).toBe(0);
  });

  it('requests only the gaps, and continues where it was stopped', async () => {
    scripted.setArchive(...WEEK.slice(0, 4));
    await fill();
    expect(await kept()).toEqual(['04 472.00', '07 473.00', '08 474.00']);
    scripted.setArchive(...WEEK.slice(4));
    const seen: Progress[] = [];
    await fill(undefined, (progress) => seen.push({ ...progress }));
    expect(seen[0]).toMatchObject({ code: 'KZT', doneDays: 0, allDays: 3 });
    expect(seen.at(-1)).toMatchObject({ doneDays: 3, fixings: 2 });
    expect(await kept()).toEqual(['01 469.00', '02 470.00', '04 472.00', '07 473.00', '08 474.00']);
  });

  it('does not replace a day that is published during its walk', async () => {
    const archived = scripted.selected.source.earlier;
    const published = { ...fixingOf('KZT', '474.50', '2026-04-08'), source: 'bank' };
    scripted.selected.source.earlier = async function* (...asked) {
      if (archived !== undefined) yield* archived(...asked);
      await store.commit({ rates: [], fixings: [published] });
    };
    await fill();
    expect(await kept()).toEqual(['01 469.00', '02 470.00', '04 472.00', '07 473.00', '08 474.50']);
  });

  it('commits a long history in batches, also with carries on their edges', async () => {
    const days: [string, string][] = [];
    for (let at = Date.parse('2026-04-08'); at >= Date.parse('2025-09-01'); at -= 86_400_000) {
      days.push([new Date(at).toISOString().slice(0, 10), '470.00']);
    }
    scripted.setArchive(...days);
    const fixings: number[] = [];
    await backfill(
      scripted.selected,
      { from: '2025-09-01', to: '2026-04-08' },
      { store, log, now, signal: new AbortController().signal },
      (it) => fixings.push(it.fixings),
    );
    expect(new Set(fixings).size).toBeGreaterThan(2);
    const all = await store.history({ code: 'KZT', source: 'bank', from: '2025-09-01', to: '2026-04-08' });
    const weekdays = all.map((it) => new Date(it.date).getUTCDay());
    // The first day is a Monday whose Saturday lies outside the span: the carry is not stored under a date before the
    // span.
    expect(weekdays.every((day) => day >= 2)).toBe(true);
    expect(all).toHaveLength(days.filter(([date]) => new Date(date).getUTCDay() >= 2).length);
  });

  it('stops at an abort, and stores what it has read', async () => {
    const stopping = new AbortController();
    const { earlier } = scripted.selected.source;
    scripted.selected.source.earlier = async function* (...question) {
      for await (const bulletin of earlier?.(...question) ?? []) {
        if (bulletin.date === '2026-04-03') stopping.abort();
        yield bulletin;
      }
    };
    await expect(fill(stopping.signal)).rejects.toThrow('stopped');
    // Saturday is judged with the day before it.
    expect(await kept()).toEqual(['07 473.00', '08 474.00']);
  });

  it('fills the history of a peg without a request', async () => {
    const peg = { code: 'KZT', perDollar: '3.5', since: '2026-04-03' };
    scripted = createScriptedSource(store, {
      peg,
      calendar: { ...scripted.selected.source.calendar, weekend: [] },
    });
    await fill();
    expect(await kept()).toEqual(['03 3.5', '04 3.5', '05 3.5', '06 3.5', '07 3.5', '08 3.5']);
  });
});
