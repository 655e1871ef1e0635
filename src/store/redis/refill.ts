// store: what Redis has lost or dropped, written again from the leader's memory, beside its changes.
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Store } from '../store.ts';
import type { Mirror } from './mirror.ts';

/** What a renewal of the lease found. */
export interface Renewal {
  answer: 'kept' | 'lost' | 'epoch';
  /** Rates that were not there, or not as we know them; they are by now. */
  missing: number;
  /** Whether everything was written under this epoch once. */
  isFilled: boolean;
  fixings: number;
  reports: number;
}

export interface RefillDeps extends Pick<Store, 'change' | 'record'> {
  mirror: Mirror;
  log: Log;
  /** Notes that this epoch is filled. */
  noteFilled(): Promise<void>;
}

/** Fixings that one change writes: half a megabyte is done in milliseconds, and others get their turn. */
const BATCH = 500;

/** Answers how to fill up what a renewal has found to be missing. What breaks off is found by the next renewal. */
export function createRefill(deps: RefillDeps): (found: Renewal) => void {
  const { mirror, log, change, record, noteFilled } = deps;
  let isUnderWay = false;

  async function refill(): Promise<void> {
    const keys = mirror.fixings.keys();
    for (let from = 0; from < keys.length; from += BATCH) {
      const batch = keys.slice(from, from + BATCH);
      // Looked up in the turn: a fixing may have been corrected since the refill began.
      await change(() => ({ rates: [], fixings: batch.flatMap((key) => mirror.fixings.get(key) ?? []) }));
    }
    // Looked up again: a poll may have written a newer one meanwhile.
    for (const { report } of mirror.records.all()) {
      const newest = mirror.records.get(report.id);
      if (newest !== undefined) await record(newest);
    }
    await noteFilled();
  }

  return (found) => {
    if (found.answer !== 'kept') return;
    const isDropped = found.fixings < mirror.fixings.keys().length || found.reports < mirror.records.size;
    // An epoch that was never filled lacks its past because it is new: nothing was dropped.
    if (found.missing > 0 || (found.isFilled && isDropped))
      log.warn('Redis has dropped what it held; it is written again. Set its maxmemory-policy to noeviction');
    if (isUnderWay || (found.isFilled && !isDropped)) return;
    isUnderWay = true;
    refill()
      .catch((error: unknown) => log.info({ reason: messageOf(error) }, 'Redis is not filled yet'))
      .finally(() => {
        isUnderWay = false;
      });
  };
}

/** Reads what the script `RENEW` answers. */
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
