// store: this process's copy of a store's state. All reads are served from it without waiting.
import type { Rate, Snapshot, Update } from '../rates/wire.ts';
import { createFixings, type Fixings } from './fixings.ts';
import { LOG_LENGTH, type LocalView } from './store.ts';

/** The copy, with the methods that only its store calls. The other rooms get it as a `LocalView`. */
export interface LocalState extends LocalView {
  readonly fixings: Fixings;
  /** The snapshot, as soon as there is one. */
  whenShown(): Promise<Snapshot>;
  /** Sets the first snapshot, with the updates before it that are known without a gap. */
  begin(snapshot: Snapshot, recent: readonly Update[]): void;
  /** Applies the next update. The first one of another epoch contains every rate and replaces them all. */
  show(update: Update): void;
}

/** Creates a copy without a snapshot, with the fixings that are known already. */
export function createLocalState(fixings: Fixings = createFixings()): LocalState {
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
      // A step over several positions cannot be replayed change by change: the log starts again after it. The first
      // update of an epoch contains every rate, at any position.
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

/** Rates with some of them replaced; each code keeps its first place. */
export function ratesWith(shown: readonly Rate[], changed: readonly Rate[]): Rate[] {
  const rates = new Map([...shown, ...changed].map((rate) => [rate.base, rate]));
  return [...rates.values()];
}
