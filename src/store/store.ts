// store: the contract of a store.
import { randomBytes } from 'node:crypto';
import type { IsoDate } from '../rates/date.ts';
import type { Code, Fixing } from '../rates/fixing.ts';
import type { Rate, Snapshot, Update } from '../rates/wire.ts';
import type { PollRecord } from './poll-record.ts';

export type { PollRecord } from './poll-record.ts';

/** Rates to show, and their fixings for the history. */
export interface Commit {
  rates: readonly Rate[];
  fixings: readonly Fixing[];
}

/** The state that an edit gets, with everything that was committed before it. */
export interface Current {
  snapshot: Snapshot;
  /** Fixings by date, oldest first. */
  history(query: HistoryQuery): Fixing[];
}

/**
 * Decides what to commit from the current state; `null` = nothing. Pure and synchronous: it is called again when
 * another change was committed first.
 */
export type Edit = (current: Current) => Commit | null;

/** The fixings of one source and code between two days, both included. */
export interface HistoryQuery {
  code: Code;
  source: string;
  from: IsoDate;
  to: IsoDate;
}

/** The time during which a replica leads. */
export interface Term {
  /** The store for the leader, who can write. After the term its changes throw `lease-lost`. */
  store: Store;
  /** Aborted at the end of the term: by resignation, a lost lease, or a store that was unreachable for too long. */
  over: AbortSignal;
}

/** The state of the store, for operators. */
export interface StoreHealth {
  /** Whether Redis answers, or whether the embedded store can write its files. */
  isUp: boolean;
  /** Id of the leader; `null` when none is known. */
  leader: string | null;
  /** Number of committed changes that this replica does not serve yet. */
  changesBehind: number;
  /** Milliseconds since this replica last served the newest change for certain. */
  behindMs: number;
}

/** This replica's copy of the store, which is read without waiting. */
export interface LocalView {
  /** All rates at the newest position; `null` before Redis was first read. */
  snapshot(): Snapshot | null;

  /**
   * The newest updates of this epoch in order and without a gap, the last one at the newest position. At least the
   * last thousand, if there were so many: a reader that missed fewer can get all of them.
   */
  recent(): readonly Update[];

  /** Fixings by date, oldest first. */
  history(query: HistoryQuery): Fixing[];

  /**
   * Calls back for every update from now on, in order. The first update of an epoch contains every rate, and so does
   * the first one after an empty state. Returns a function that stops it.
   */
  follow(onUpdate: (update: Update) => void): () => void;
}

/** The state that all replicas share. All methods may throw `store-unavailable`. */
export interface Store {
  readonly view: LocalView;

  /** All rates at the newest position. Waits until Redis was first read. */
  snapshot(): Promise<Snapshot>;

  /**
   * Runs the edit, one edit at a time, and commits its result in one step: the rates whose JSON differs from the
   * shown ones, and all fixings. On return they are stored and `seq` has grown by one. Returns `null` when no rate
   * differs; the fixings are stored nevertheless. Throws the errors of the edit, `lease-lost` unless this replica
   * leads, and `rate-refused` for a value that could not be read back.
   *
   * After `store-unavailable` the change may have been committed, with its answer lost. The next edit then finds it.
   */
  change(edit: Edit): Promise<Update | null>;

  /** A change that does not depend on the current state. */
  commit(commit: Commit): Promise<Update | null>;

  /** Fixings by date, oldest first. */
  history(query: HistoryQuery): Promise<Fixing[]>;

  /**
   * Stores the record of a source: the results of its polls and its held figures. `seq` does not grow. Throws `lease-lost` unless
   * this replica leads.
   */
  record(record: PollRecord): Promise<void>;
  records(): Promise<PollRecord[]>;

  /**
   * Contends for the lease until it resigns, and calls back with each term that it wins. Only one replica leads at a
   * time. Returns the function that resigns, after which another replica can lead at once. The embedded store always
   * leads.
   */
  campaign(onTerm: (term: Term) => void): () => Promise<void>;

  health(): StoreHealth;

  /** Closes the store after the current change is stored. */
  close(): Promise<void>;
}

/** Changes that a resume can replay; at a few changes an hour these are weeks. */
export const LOG_LENGTH = 1_000;

/** 12 characters of `[a-z0-9]`: the probability that two epochs are equal is one in 2^48. */
export function newEpoch(): string {
  return randomBytes(6).toString('hex');
}
