// publish: the shown part of this replica's view: the covered codes in the configured order, and their changes.
import type { Code } from '../rates/fixing.ts';
import type { Position, Rate, Snapshot, Update } from '../rates/wire.ts';
import type { LocalView } from '../store/store.ts';

/** The shown rates of this replica, and their changes. */
export interface Feed {
  /** The current rates in the configured order; `null` until the store was first read. */
  snapshot(): Snapshot | null;
  /**
   * The updates after a position in order; `null` when they are not available: another epoch, a later position, or
   * one that is too old.
   */
  since(position: Position): Update[] | null;
  /** Calls back after every change of the snapshot. Returns the function that stops it. */
  listen(listener: (update: Update) => void): () => void;
  stop(): void;
}

/** Which rates are shown: the covered codes in their order, and no invented rate among real ones. */
export interface Shown {
  codes: readonly Code[];
  admits(rate: Rate): boolean;
}

/** Keeps only the newest snapshot: the log is in the store's view. */
export function createFeed(view: LocalView, { codes, admits }: Shown): Feed {
  const listeners = new Set<(update: Update) => void>();
  const rank = new Map(codes.map((code, index) => [code, index]));
  const isShown = (rate: Rate) => rank.has(rate.base) && admits(rate);
  // One object for each change, for all listeners: its encoded frames are found by it.
  const shownUpdates = new WeakMap<Update, Update>();
  let current = shownOf(view.snapshot());

  function shownOf(snapshot: Snapshot | null): Snapshot | null {
    if (snapshot === null) return null;
    const rates = snapshot.rates.filter(isShown);
    rates.sort((a, b) => (rank.get(a.base) ?? 0) - (rank.get(b.base) ?? 0));
    return { ...snapshot, rates };
  }

  function shownUpdate(update: Update): Update {
    const known = shownUpdates.get(update);
    if (known !== undefined) return known;
    const shown = update.rates.every(isShown) ? update : { ...update, rates: update.rates.filter(isShown) };
    shownUpdates.set(update, shown);
    return shown;
  }

  const unfollow = view.follow((update) => {
    current = shownOf(view.snapshot());
    for (const listener of listeners) listener(shownUpdate(update));
  });

  return {
    snapshot: () => current,
    since(position) {
      if (current === null || position.epoch !== current.epoch || position.seq > current.seq) return null;
      const missed = view.recent().filter((update) => update.seq > position.seq);
      // `seq` grows by one: fewer updates than steps mean that the log does not reach back far enough.
      return missed.length === current.seq - position.seq ? missed.map(shownUpdate) : null;
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: unfollow,
  };
}
