// rates: when a figure that the guard held becomes real.

import { isNear } from '../rates/distance.ts';
import type { Bulletin, Fixing } from '../rates/fixing.ts';
import { AGREEMENT, type Confirmation, type RuleName } from './rules.ts';

/** A figure that waits, with what has been seen of it since. */
export interface Held {
  fixing: Fixing;
  rule: RuleName;
  message: string;
  confirmedBy: readonly Confirmation[];
  /** When it was first read. */
  since: Date;
  /** How often the bank has been seen to print it. */
  reads: number;
}

/** Three polls over half an hour: a mistake that a bank notices is corrected by then, and a devaluation is news. */
const READS = 3;
const READ_FOR_MS = 30 * 60_000;

/**
 * What makes a held figure real now, or `null`. A cross-check agrees within 3 %; or the bank still prints it after
 * three reads over 30 minutes and no cross-check as new as it says otherwise. Where a rule excludes a way, reading the
 * figure again proves nothing: a wrong bulletin stays on a bank's page all day.
 */
export function confirmationOf(held: Held, checks: readonly Bulletin[], now: Date): Confirmation | null {
  const { fixing, confirmedBy, since, reads } = held;
  const agrees = (check: Bulletin) => isNear(check.perDollar, fixing.perDollar, AGREEMENT);
  if (confirmedBy.includes('cross-check') && checks.some(agrees)) return 'cross-check';
  if (!confirmedBy.includes('still-printed')) return null;
  // A cross-check of an earlier day knows nothing of a later jump.
  if (checks.some((check) => check.date >= fixing.date)) return null;
  return reads >= READS && now.getTime() - since.getTime() >= READ_FOR_MS ? 'still-printed' : null;
}

/** Whether the bank's next-dated bulletin stands by a held figure: it lies at the new level, within the band. */
export function standsBy(next: Bulletin, held: Held, band: string): boolean {
  return (
    held.confirmedBy.includes('next-bulletin') &&
    next.date > held.fixing.date &&
    isNear(next.perDollar, held.fixing.perDollar, band)
  );
}
