// store: the fixings that a store holds in memory, found by currency, source and day.
import { type Fixing, isWithdrawal } from '../rates/fixing.ts';
import type { HistoryQuery } from './store.ts';

export interface Fixings {
  /** Keeps a fixing; `false` when the same figure is known already, which then stays as it was first read. */
  put(fixing: Fixing): boolean;
  /** Takes what another has kept, unless ours was read later: what stands there may be an older state. */
  learn(fixing: Fixing): void;
  get(key: string): Fixing | undefined;
  keys(): string[];
  /** Oldest first, without those that were withdrawn. */
  list(query: HistoryQuery): Fixing[];
  /** Withdrawals included: they are kept like fixings. */
  all(): Iterable<Fixing>;
}

export function createFixings(found: Iterable<Fixing> = []): Fixings {
  const kept = new Map<string, Fixing>();
  for (const fixing of found) kept.set(keyOf(fixing), fixing);
  return {
    put(fixing) {
      const known = kept.get(keyOf(fixing));
      if (known?.printed === fixing.printed && known.nominal === fixing.nominal) return false;
      kept.set(keyOf(fixing), fixing);
      return true;
    },
    learn(fixing) {
      const known = kept.get(keyOf(fixing));
      if (known === undefined || known.fetchedAt <= fixing.fetchedAt) kept.set(keyOf(fixing), fixing);
    },
    get: (key) => kept.get(key),
    keys: () => [...kept.keys()],
    list: ({ code, source, from, to }) =>
      [...kept.values()]
        .filter((it) => it.code === code && it.source === source && it.date >= from && it.date <= to)
        .filter((it) => !isWithdrawal(it))
        .sort((a, b) => (a.date < b.date ? -1 : 1)),
    all: () => kept.values(),
  };
}

/** What tells one fixing from another: a later one under the same key is a correction. */
export function keyOf(fixing: Fixing): string {
  return `${fixing.code} ${fixing.source} ${fixing.date}`;
}
