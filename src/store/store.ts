// store: what the service remembers, whoever keeps it.
import type { IsoDate } from '../rates/date.ts';
import type { Code, Fixing } from '../rates/fixing.ts';
import type { Rate, Snapshot, SourceReport, Update } from '../rates/wire.ts';

/** Rates to show, and the fixings behind them for the history. */
export interface Commit {
  rates: readonly Rate[];
  fixings: readonly Fixing[];
}

/** A contiguous run of one source's fixings for one code, both days included. */
export interface HistoryQuery {
  code: Code;
  source: string;
  from: IsoDate;
  to: IsoDate;
}

/** One truth for every replica. All methods may throw `store-unavailable`. */
export interface Store {
  /** Everything at the newest position. */
  snapshot(): Promise<Snapshot>;

  /**
   * Takes the rates whose JSON differs from what is shown, and all fixings, in one step: on return they are kept
   * and `seq` has grown by one. `null` when no rate differs; the fixings are kept all the same.
   */
  commit(commit: Commit): Promise<Update | null>;

  /** Fixings by date, oldest first. */
  history(query: HistoryQuery): Promise<Fixing[]>;

  /**
   * The newest updates of this epoch in order and without a gap, the last one at the newest position. At least the
   * last thousand, where there were as many: a reader that was away for less can be told all that it missed.
   */
  recent(): Promise<Update[]>;

  /** Calls back for every update from now on, in order. Returns how to stop. */
  follow(onUpdate: (update: Update) => void): () => void;

  /** Keeps how the polls of a source went. Moves no `seq`. */
  report(report: SourceReport): Promise<void>;
  reports(): Promise<SourceReport[]>;

  /** Ends after what is under way is kept. */
  close(): Promise<void>;
}
