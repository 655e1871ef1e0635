// store: the fixings in memory, one sorted series for each currency and source.
import { type Fixing, isWithdrawal } from '../rates/fixing.ts';
import type { HistoryQuery } from './store.ts';

/** All fixings that are known here. */
export interface Fixings {
  /**
   * Stores a fixing; `false` when the same figure is stored already. Then that one stays, with the time of its first
   * read.
   */
  put(fixing: Fixing): boolean;
  /** Stores a fixing from Redis, unless ours was read later: Redis may contain an older state. */
  learn(fixing: Fixing): void;
  get(key: string): Fixing | undefined;
  keys(): string[];
  /** Oldest first, without those that were withdrawn. */
  list(query: HistoryQuery): Fixing[];
  /** All fixings, with withdrawals, which are stored like fixings. */
  all(): Iterable<Fixing>;
}

/** Creates the series, with fixings that were read from the disk. */
export function createFixings(found: Iterable<Fixing> = []): Fixings {
  const kept = new Map<string, Fixing>();
  const series = new Map<string, Fixing[]>();

  function keep(fixing: Fixing): void {
    kept.set(keyOf(fixing), fixing);
    const name = seriesOf(fixing);
    const row = series.get(name) ?? [];
    series.set(name, row);
    const at = indexOf(row, fixing.date);
    row.splice(at, row[at]?.date === fixing.date ? 1 : 0, fixing);
  }
  for (const fixing of found) keep(fixing);

  return {
    put(fixing) {
      const known = kept.get(keyOf(fixing));
      if (known?.printed === fixing.printed && known.nominal === fixing.nominal) return false;
      keep(fixing);
      return true;
    },
    learn(fixing) {
      const known = kept.get(keyOf(fixing));
      if (known === undefined || known.fetchedAt <= fixing.fetchedAt) keep(fixing);
    },
    get: (key) => kept.get(key),
    keys: () => [...kept.keys()],
    list({ code, source, from, to }) {
      const row = series.get(seriesOf({ code, source })) ?? [];
      const start = indexOf(row, from);
      const end = indexOf(row, to);
      return row.slice(start, row[end]?.date === to ? end + 1 : end).filter((it) => !isWithdrawal(it));
    },
    all: () => kept.values(),
  };
}

/** The key of a fixing. A later fixing under the same key is a correction. */
export function keyOf(fixing: Fixing): string {
  return `${seriesOf(fixing)} ${fixing.date}`;
}

function seriesOf({ code, source }: Pick<Fixing, 'code' | 'source'>): string {
  return `${code} ${source}`;
}

/** The index of the first fixing on or after a day, by binary search: ten years of one currency are 2,500 fixings. */
function indexOf(row: readonly Fixing[], date: string): number {
  let low = 0;
  let high = row.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((row[middle]?.date ?? '') < date) low = middle + 1;
    else high = middle;
  }
  return low;
}
