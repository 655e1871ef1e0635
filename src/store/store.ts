// store: what the service remembers, whoever keeps it.
import { randomBytes } from 'node:crypto';
import type { PollRecord } from '../rates/check.ts';
import type { IsoDate } from '../rates/date.ts';
import type { Code, Fixing } from '../rates/fixing.ts';
import type { Rate, Snapshot, Update } from '../rates/wire.ts';

/** Rates to show, and the fixings behind them for the history. */
export interface Commit {
  rates: readonly Rate[];
  fixings: readonly Fixing[];
}

/** What is known in a store's turn, with everything that was committed before it. */
export interface Current {
  snapshot: Snapshot;
  /** Fixings by date, oldest first. */
  history(query: HistoryQuery): Fixing[];
}

/**
 * Decides what to commit from what stands there now; `null` = nothing. Pure, and without waiting: it may be called
 * again when something else was committed first.
 */
export type Edit = (current: Current) => Commit | null;

/** A contiguous run of one source's fixings for one code, both days included. */
export interface HistoryQuery {
  code: Code;
  source: string;
  from: IsoDate;
  to: IsoDate;
}

/** A stretch of leading. */
export interface Term {
  /** The store as the leader may write to it. Once the term is over its changes throw `lease-lost`. */
  store: Store;
  /** Aborted when the term is over: by resignation, a lost lease or a store that was out of reach for too long. */
  over: AbortSignal;
}

/** How the store does, for an operator. */
export interface StoreHealth {
  /** Whether it answers, or whether the embedded one can keep its state. */
  isUp: boolean;
  /** Who leads, `null` when nobody is known to. */
  leader: string | null;
  /** Committed changes that this replica does not serve yet. */
  changesBehind: number;
  /** How long ago this replica last knew that it served the newest change. */
  behindMs: number;
}

/** This replica's copy of the store, read without waiting for it. */
export interface LocalView {
  /** Everything at the newest position; `null` before a shared store was first read. */
  snapshot(): Snapshot | null;

  /**
   * The newest updates of this epoch in order and without a gap, the last one at the newest position. At least the
   * last thousand, where there were as many: a reader that was away for less can be told all that it missed.
   */
  recent(): readonly Update[];

  /** Fixings by date, oldest first. */
  history(query: HistoryQuery): Fixing[];

  /**
   * Calls back for every update from now on, in order. The first of another epoch carries every rate, and so does the
   * first of all where nothing was shown before. Returns how to stop.
   */
  follow(onUpdate: (update: Update) => void): () => void;
}

/** One truth for every replica. All methods may throw `store-unavailable`. */
export interface Store {
  readonly view: LocalView;

  /** Everything at the newest position. Waits until a shared store was first read. */
  snapshot(): Promise<Snapshot>;

  /**
   * Runs the edit in the store's turn, one at a time, and takes what it answers in one step: the rates whose JSON
   * differs from what is shown, and all fixings. On return they are kept and `seq` has grown by one. `null` when no
   * rate differs; the fixings are kept all the same. Throws what the edit throws, `lease-lost` unless this replica
   * leads, and `rate-refused` for what could not be read back.
   *
   * After `store-unavailable` the change may have been made all the same: its answer was lost. The next edit finds it.
   */
  change(edit: Edit): Promise<Update | null>;

  /** A change that depends on nothing that stands there. */
  commit(commit: Commit): Promise<Update | null>;

  /** Fixings by date, oldest first. */
  history(query: HistoryQuery): Promise<Fixing[]>;

  /** Keeps how the polls of a source went, and what it holds. Moves no `seq`. Throws `lease-lost` unless this replica leads. */
  record(record: PollRecord): Promise<void>;
  records(): Promise<PollRecord[]>;

  /**
   * Stands for the lead, again and again, and calls back with each term that is won; of all replicas one leads.
   * Returns how to resign, which gives the lead to another at once. The embedded store is always led.
   */
  campaign(onTerm: (term: Term) => void): () => Promise<void>;

  health(): StoreHealth;

  /** Ends after what is under way is kept. */
  close(): Promise<void>;
}

/** A resume within this many changes replays them; at a few changes an hour that is weeks. */
export const LOG_LENGTH = 1_000;

/** 12 characters of `[a-z0-9]`: a chance of one in 2^48 that two lost sequences are taken for one. */
export function newEpoch(): string {
  return randomBytes(6).toString('hex');
}
