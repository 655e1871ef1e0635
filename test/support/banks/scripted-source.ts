// test: a source in this process with scripted answers, for tests of the poller.
import { createMetrics } from '../../../src/metrics.ts';
import { createPoller } from '../../../src/poll/poller.ts';
import { type Bulletin, readFrom } from '../../../src/rates/fixing.ts';
import type { SelectedSource } from '../../../src/sources/selection.ts';
import type { Bank } from '../../../src/sources/source.ts';
import type { Store } from '../../../src/store/store.ts';
import { TUESDAY_TO_SATURDAY } from '../figures.ts';
import { createQuietLog } from '../recorded-log.ts';

/** By default a source of KZT with the calendar and band of Kazakhstan's bank. */
export function createScriptedSource(store: Store, more: Partial<Bank> = {}) {
  const { log, lines } = createQuietLog();
  const metrics = createMetrics();
  let now = new Date('2026-04-01T11:00:00Z');
  let newest: Bulletin[] = [];
  let archive: Bulletin[] = [];
  const prints: Bulletin[] = [];
  const source: Bank = {
    id: 'bank',
    name: 'Bank',
    country: 'KZ',
    kind: 'official',
    url: 'https://bank.example',
    terms: 'Free to use.',
    origin: 'https://bank.example',
    covers: ['KZT'],
    band: '5',
    calendar: TUESDAY_TO_SATURDAY,
    windows: ['0 16 * * *'],
    async newest() {
      const once = prints.shift();
      return once === undefined ? newest : [once];
    },
    async *earlier(_reading, code, before, floor) {
      yield* archive.filter((it) => it.code === code && it.date < before && it.date >= floor);
    },
    ...more,
  };
  const codes = source.covers;
  const selected: SelectedSource = {
    source,
    origin: source.origin,
    key: null,
    publishes: codes,
    checks: [],
    checkedBy: () => ['check'],
    bandOf: () => source.band,
  };
  const [code = ''] = codes;
  const poller = createPoller(selected, { store, log, metrics, now: () => now });
  const bulletin = (date: string, perDollar: string): Bulletin => ({
    code,
    date,
    printed: perDollar,
    nominal: '1',
    perDollar,
  });
  return {
    selected,
    poller,
    lines,
    metrics,
    /** The bulletins of the archive, newest first. */
    setArchive(...bulletins: [date: string, perDollar: string][]) {
      archive = bulletins.map(([date, perDollar]) => bulletin(date, perDollar));
    },
    /** Stores fixings as a backfill does: no rate shows them. */
    keep: (...kept: [date: string, perDollar: string][]) =>
      store.commit({
        rates: [],
        fixings: kept.map(([date, perDollar]) => readFrom(bulletin(date, perDollar), source.id, now)),
      }),
    /** A figure that only the next read returns. */
    printOnce: (date: string, perDollar: string) => void prints.push(bulletin(date, perDollar)),
    /** Polls at an instant while the bank prints this figure for this day. Returns what is shown then. */
    async pollWith(at: string, date: string, perDollar: string, others?: Bulletin['others']) {
      now = new Date(at);
      newest = [others === undefined ? bulletin(date, perDollar) : { ...bulletin(date, perDollar), others }];
      const outcome = await poller.poll();
      const rate = (await store.snapshot()).rates.find((it) => it.base === code);
      const shown = rate && `${rate.date} ${rate.inverse} ${rate.status} ${rate.change?.percent ?? '—'}`;
      return { outcome: outcome.result, shown, previousDate: rate?.change?.previousDate };
    },
    /** A cross-check's figure, as its own poller would store it. */
    commitCheck: (date: string, perDollar: string) =>
      store.commit({ rates: [], fixings: [readFrom(bulletin(date, perDollar), 'check', now)] }),
  };
}

export type ScriptedSource = ReturnType<typeof createScriptedSource>;

/** Prints the fixings of Thursday and Friday, 2 and 3 April 2026; the time is then Thursday afternoon. */
export async function pollTwoDays(scripted: ScriptedSource): Promise<void> {
  await scripted.pollWith('2026-04-01T11:00:00Z', '2026-04-02', '475.09');
  await scripted.pollWith('2026-04-02T11:00:00Z', '2026-04-03', '478.77');
}

/** The stored fixings of the scripted source, as `04-02 475.09`. */
export async function storedFixings(store: Store, code = 'KZT'): Promise<string[]> {
  const all = await store.history({ code, source: 'bank', from: '2026-01-01', to: '2026-12-31' });
  return all.map((it) => `${it.date.slice(5)} ${it.printed}`);
}
