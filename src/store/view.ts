// store: this process's copy of a store's state. Everything that is read is served from here without waiting.
import type { Rate, Snapshot, Update } from '../rates/wire.ts';
import { createFixings, type Fixings } from './fixings.ts';
import { LOG_LENGTH, type LocalView } from './store.ts';

/** The copy with what only its store may do: show a change. */
export interface View extends LocalView {
  readonly fixings: Fixings;
  /** The snapshot, once there is one. */
  whenShown(): Promise<Snapshot>;
  /** Shows the first snapshot, with the updates before it as far as they are known without a gap. */
  begin(snapshot: Snapshot, recent: readonly Update[]): void;
  /** Shows an update as the next one. The first of another epoch carries every rate and replaces them all. */
  show(update: Update): void;
}

export function createView(fixings: Fixings = createFixings()): View {
  const followers = new Set<(update: Update) => void>();
  let shown: Snapshot | null = null;
  let recent: Update[] = [];
  let announceFirst: (snapshot: Snapshot) => void = () => {};
  const first = new Promise<Snapshot>((resolve) => {
    announceFirst = resolve;
  });

  function tell(update: Update): void {
    for (const follower of followers) follower(update);
  }

  return {
    fixings,
    snapshot: () => shown,
    whenShown: async () => shown ?? first,
    recent: () => recent,
    history: fixings.list,
    begin(snapshot, before) {
      shown = snapshot;
      recent = [...before];
      announceFirst(snapshot);
      const { epoch, seq, asOf, rates } = snapshot;
      tell({ epoch, seq, asOf, rates });
    },
    show(update) {
      const { epoch, seq, asOf } = update;
      const before = shown?.epoch === epoch ? shown : null;
      // A step over several positions cannot be told change by change: the log starts again after it. The first update
      // of an epoch carries every rate, whatever its position.
      if (before?.seq === seq - 1) recent = [...recent, update].slice(-LOG_LENGTH);
      else recent = before === null ? [update] : [];
      shown = { epoch, seq, asOf, quote: 'USD', rates: ratesWith(before?.rates ?? [], update.rates) };
      tell(update);
    },
    follow(onUpdate) {
      followers.add(onUpdate);
      return () => void followers.delete(onUpdate);
    },
  };
}

/** Rates with some of them replaced, in the order in which their codes came first. */
export function ratesWith(shown: readonly Rate[], changed: readonly Rate[]): Rate[] {
  const rates = new Map([...shown, ...changed].map((rate) => [rate.base, rate]));
  return [...rates.values()];
}
