// publish: this replica's picture of the rates, whole in memory, so that no request ever waits for the store.
import type { Code } from '../rates/fixing.ts';
import type { Position, Rate, Snapshot, Update } from '../rates/wire.ts';
import type { Store } from '../store/store.ts';

export interface Feed {
  /** What is shown now, in the configured order; `null` until the store was first read. */
  snapshot(): Snapshot | null;
  /** The updates after a position in order; `null` when they cannot be told: another epoch, ahead, or too old. */
  since(position: Position): Update[] | null;
  /** Calls back after every change of the snapshot. Returns how to stop. */
  listen(listener: (update: Update) => void): () => void;
  stop(): void;
}

/** What of the store is shown: the covered codes in their order, and no invented rate among real ones. */
export interface Shown {
  codes: readonly Code[];
  admits(rate: Rate): boolean;
}

/** A listener that was away for less than this many changes is told each of them: weeks, at a few an hour. */
const KEPT_UPDATES = 1_000;

/**
 * Follows the store, and reads it before it answers; a store that has not answered within `patienceMs` is shown once
 * it has. Throws `store-unavailable`.
 */
export async function createFeed(
  store: Pick<Store, 'snapshot' | 'recent' | 'follow'>,
  shown: Shown,
  patienceMs?: number,
): Promise<Feed> {
  const listeners = new Set<(update: Update) => void>();
  const rank = new Map(shown.codes.map((code, index) => [code, index]));
  const admitted = (rates: readonly Rate[]) =>
    rates.filter((rate) => rank.has(rate.base) && shown.admits(rate));
  const ordered = (rates: Iterable<Rate>) =>
    [...rates].sort((a, b) => (rank.get(a.base) ?? 0) - (rank.get(b.base) ?? 0));

  let current: Snapshot | null = null;
  let log: Update[] = [];
  const early: Update[] = [];
  // Following starts before the read, so that nothing falls between the two.
  const unfollow = store.follow((update) => (current === null ? void early.push(update) : take(update)));

  function take(update: Update): void {
    if (current === null || (update.epoch === current.epoch && update.seq <= current.seq)) return;
    const { epoch, seq, asOf } = update;
    const rates = admitted(update.rates);
    if (epoch !== current.epoch) log = [];
    // One object for one change, here and for every listener: its frames are found by it.
    const shownUpdate = { epoch, seq, asOf, rates };
    log.push(shownUpdate);
    if (log.length > KEPT_UPDATES) log.shift();
    // The first update of another epoch carries every rate.
    const merged = new Map(epoch === current.epoch ? current.rates.map((rate) => [rate.base, rate]) : []);
    for (const rate of rates) merged.set(rate.base, rate);
    current = { epoch, seq, asOf, quote: 'USD', rates: ordered(merged.values()) };
    for (const listener of listeners) listener(shownUpdate);
  }

  async function prime(): Promise<void> {
    const read = await store.snapshot();
    const recent = await store.recent();
    log = recent
      .filter((update) => update.epoch === read.epoch && update.seq <= read.seq)
      .map((update) => ({ ...update, rates: admitted(update.rates) }));
    current = { ...read, rates: ordered(admitted(read.rates)) };
    // Whoever came before there was anything to show has been waiting for it.
    for (const listener of listeners) listener(current);
    for (const update of early) take(update);
  }
  const primed = prime();
  if (patienceMs === undefined) await primed;
  else {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([primed, patience]);
    clearTimeout(timer);
  }

  return {
    snapshot: () => current,
    since(position) {
      if (current === null || position.epoch !== current.epoch || position.seq > current.seq) return null;
      const missed = log.filter((update) => update.seq > position.seq);
      // `seq` grows by one: fewer updates than steps means that the log does not reach back far enough.
      return missed.length === current.seq - position.seq ? missed : null;
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: unfollow,
  };
}
