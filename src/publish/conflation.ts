// publish: what a listener gets after a stall: the newest value of each currency that changed meanwhile.
import type { Code } from '../rates/fixing.ts';
import type { Update } from '../rates/wire.ts';
import type { Feed } from './feed.ts';

/** When each currency has changed last, for listeners that missed changes. */
export interface Conflation {
  note(update: Update): void;
  /** One update for all changes after `seq` of the feed's epoch; `null` while the feed is empty. */
  since(seq: number): Update | null;
}

/** Keeps one number for each currency, for all listeners together. */
export function createConflation(feed: Feed): Conflation {
  const changedAt = new Map<Code, number>();
  let epoch = '';
  // Many listeners stall and drain together: with the same object for the same gap its frame is encoded once.
  let made: { at: object; updates: Map<number, Update> } | null = null;

  return {
    note(update) {
      if (update.epoch !== epoch) changedAt.clear();
      epoch = update.epoch;
      for (const rate of update.rates) changedAt.set(rate.base, update.seq);
    },
    since(seq) {
      const snapshot = feed.snapshot();
      if (snapshot === null) return null;
      if (made?.at !== snapshot) made = { at: snapshot, updates: new Map() };
      const known = made.updates.get(seq);
      if (known !== undefined) return known;
      const rates = snapshot.rates.filter((rate) => (changedAt.get(rate.base) ?? 0) > seq);
      const update = { epoch: snapshot.epoch, seq: snapshot.seq, asOf: snapshot.asOf, rates };
      made.updates.set(seq, update);
      return update;
    },
  };
}
