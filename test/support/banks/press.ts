// test: a source in this process with scripted answers, for tests of the poller.
import { createMetrics } from '../../../src/metrics.ts';
import { createPoller } from '../../../src/poll/poller.ts';
import type { Bulletin } from '../../../src/rates/fixing.ts';
import type { SelectedSource } from '../../../src/sources/selection.ts';
import type { Source } from '../../../src/sources/source.ts';
import type { Store } from '../../../src/store/store.ts';
import { FIVE } from '../figures.ts';
import { createQuietLog } from '../recorded-log.ts';

/** Kazakhstan's calendar and band: KZT dated Tuesday to Saturday, set by 18:00 at UTC+5. */
export function createPress(store: Store, more: Partial<Source> = {}) {
  const { log, lines } = createQuietLog();
  const metrics = createMetrics();
  let now = new Date('2026-04-01T11:00:00Z');
  let newest: Bulletin[] = [];
  let archive: Bulletin[] = [];
  const slips: Bulletin[] = [];
  const source: Source = {
    id: 'bank',
    name: 'Bank',
    country: 'KZ',
    kind: 'official',
    url: 'https://bank.example',
    terms: 'Free to use.',
    origin: 'https://bank.example',
    covers: ['KZT'],
    band: '5',
    calendar: { zone: 'Asia/Almaty', utcOffsetHours: 5, weekend: [0, 1], opens: 930, closes: 1080 },
    windows: ['0 16 * * *'],
    async newest() {
      const slip = slips.shift();
      return slip === undefined ? newest : [slip];
    },
    async *earlier(_reading, code, before, floor) {
      yield* archive.filter((it) => it.code === code && it.date < before && it.date >= floor);
    },
    ...more,
  };
  const codes = source.covers === 'every' ? FIVE : source.covers;
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
    keep(...bulletins: [date: string, perDollar: string][]) {
      archive = bulletins.map(([date, perDollar]) => bulletin(date, perDollar));
    },
    /** A figure that only the next read returns. */
    slip: (date: string, perDollar: string) => void slips.push(bulletin(date, perDollar)),
    /** Polls at an instant while the bank prints this figure for this day. Returns what is shown then. */
    async print(at: string, date: string, perDollar: string, others?: Bulletin['others']) {
      now = new Date(at);
      newest = [others === undefined ? bulletin(date, perDollar) : { ...bulletin(date, perDollar), others }];
      const outcome = await poller.poll();
      const rate = (await store.snapshot()).rates.find((it) => it.base === code);
      const shown = rate && `${rate.date} ${rate.inverse} ${rate.status} ${rate.change?.percent ?? '—'}`;
      return { outcome: outcome.result, shown, previousDate: rate?.change?.previousDate };
    },
    /** A cross-check's figure, as its own poller would store it. */
    check: (date: string, perDollar: string) =>
      store.commit({
        rates: [],
        fixings: [{ ...bulletin(date, perDollar), source: 'check', fetchedAt: now.toISOString() }],
      }),
  };
}
