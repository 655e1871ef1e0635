// store: writes values that Redis has lost or evicted again, from the leader's memory, between its changes.
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Store } from '../store.ts';
import type { Mirror } from './mirror.ts';

/** The result of a renewal of the lease. */
export interface Renewal {
  answer: 'kept' | 'lost' | 'epoch';
  /** The number of rates that were missing or different, and were written again. */
  missing: number;
  /** Whether everything has been written once under this epoch. */
  isFilled: boolean;
  fixings: number;
  reports: number;
}

export interface RefillDeps extends Pick<Store, 'change' | 'record'> {
  mirror: Mirror;
  log: Log;
  /** Marks this epoch as filled. */
  noteFilled(): Promise<void>;
}

/** Fixings of one change: half a megabyte takes milliseconds, and other changes run in between. */
const BATCH = 500;

/**
 * Returns the function that writes missing values after a renewal. After a failure the next renewal starts it again.
 */
export function createRefill(deps: RefillDeps): (found: Renewal) => void {
  const { mirror, log, change, record, noteFilled } = deps;
  let isUnderWay = false;

  async function refill(): Promise<void> {
    const keys = mirror.fixings.keys();
    for (let from = 0; from < keys.length; from += BATCH) {
      const batch = keys.slice(from, from + BATCH);
      // Looked up inside the edit: a fixing may have been corrected since the refill began.
      await change(() => ({ rates: [], fixings: batch.flatMap((key) => mirror.fixings.get(key) ?? []) }));
    }
    // Looked up again: a poll may have written a newer record meanwhile.
    for (const { source } of mirror.records.all()) {
      const newest = mirror.records.get(source);
      if (newest !== undefined) await record(newest);
    }
    await noteFilled();
  }

  return (found) => {
    if (found.answer !== 'kept') return;
    const isDropped = found.fixings < mirror.fixings.keys().length || found.reports < mirror.records.size;
    // A new epoch has no past until it is filled: then nothing was evicted.
    if (found.missing > 0 || (found.isFilled && isDropped))
      log.warn('Redis has evicted data; it is written again. Set its maxmemory-policy to noeviction');
    if (isUnderWay || (found.isFilled && !isDropped)) return;
    isUnderWay = true;
    refill()
      .catch((error: unknown) => log.info({ reason: messageOf(error) }, 'Redis is not filled yet'))
      .finally(() => {
        isUnderWay = false;
      });
  };
}

/** Parses the answer of the script `RENEW`. */
export function readRenewal(reply: unknown): Renewal {
  const [answer, missing = 0, filled = 0, fixings = 0, places = 0, reports = 0] = reply as [
    string,
    ...number[],
  ];
  return {
    answer: answer === 'kept' || answer === 'epoch' ? answer : 'lost',
    missing,
    isFilled: filled === 1,
    fixings: Math.min(fixings, places),
    reports,
  };
}
