// rates: when a figure that the guard held becomes real.
import type { IsoDate } from '../rates/date.ts';
import { isNear, stepPercent } from '../rates/distance.ts';
import { type Bulletin, type Fixing, sameValue } from '../rates/fixing.ts';
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
  /** The first day for which the bank has printed this level. */
  firstDate: IsoDate;
}

/** Three polls over half an hour: a mistake that a bank notices is corrected by then, and a devaluation is news. */
const READS = 3;
const READ_FOR_MS = 30 * 60_000;

/** What else is known of the code when a held figure is looked at. */
export interface Witnesses {
  /** Cross-checks of about the same date. */
  checks: readonly Bulletin[];
  /** The figure that is shown, in local units for one dollar; `null` for none of the same source. */
  shown: string | null;
}

/**
 * Whether a cross-check says the same as a figure: within 3 %, and nearer to it than to what is shown. A narrow band
 * lies inside the 3 %: there a check that still stands at the old level would agree with both.
 */
function agrees(check: Bulletin, figure: string, shown: string | null): boolean {
  return isNearer(check, figure, shown) && isNear(check.perDollar, figure, AGREEMENT);
}

/** Whether another figure lies nearer to one than to what is shown. */
function isNearer({ perDollar }: Bulletin, figure: string, shown: string | null): boolean {
  return shown === null || stepPercent(perDollar, figure).lt(stepPercent(perDollar, shown));
}

/**
 * Whether a cross-check as new as the level says otherwise. One of an earlier day knows nothing of a later jump, and none
 * knows which day a bank means.
 */
function isContradicted({ fixing, firstDate, rule }: Held, { checks, shown }: Witnesses): boolean {
  if (rule === 'taken-back') return false;
  return checks.some((check) => check.date >= firstDate && !agrees(check, fixing.perDollar, shown));
}

/**
 * What makes a held figure real now, or `null`. A cross-check agrees; or the bank still prints it after three reads
 * over 30 minutes and no cross-check as new as it says otherwise. Where a rule excludes a way, reading the figure again
 * proves nothing: a wrong bulletin stays on a bank's page all day.
 */
export function confirmationOf(held: Held, witnesses: Witnesses, now: Date): Confirmation | null {
  const { fixing, confirmedBy, since, reads } = held;
  const { checks, shown } = witnesses;
  if (confirmedBy.includes('cross-check') && checks.some((it) => agrees(it, fixing.perDollar, shown)))
    return 'cross-check';
  if (!confirmedBy.includes('still-printed') || isContradicted(held, witnesses)) return null;
  return reads >= READS && now.getTime() - since.getTime() >= READ_FOR_MS ? 'still-printed' : null;
}

/** How a bank prints, as far as its next bulletin is a witness. */
export interface Printing {
  /** The largest step, in percent, that is believed without confirmation. */
  band: string;
  /** Whether it prints the same figure again under each new date. */
  redates: boolean;
}

/** Whether a bulletin lies at the level of a held figure: of the same day, as a correction of it, or of a later one. */
export function keepsLevel(bulletin: Bulletin, { fixing }: Held, band: string): boolean {
  return bulletin.date >= fixing.date && isNear(bulletin.perDollar, fixing.perDollar, band);
}

/**
 * Whether the bank's next-dated bulletin makes a held figure real: it lies at the new level, and no cross-check as new
 * as the held figure says otherwise. Of a bank that re-dates another printed value is due, or a third day.
 */
export function standsBy(
  next: Bulletin,
  held: Held,
  { band, redates }: Printing,
  witnesses: Witnesses,
): boolean {
  if (!held.confirmedBy.includes('next-bulletin') || next.date <= held.fixing.date) return false;
  if (!keepsLevel(next, held, band) || isContradicted(held, witnesses)) return false;
  // With a narrow band it may lie between the two: then it goes on from what is shown.
  if (!isNearer(next, held.fixing.perDollar, witnesses.shown)) return false;
  return !redates || !sameValue(next, held.fixing) || held.firstDate < held.fixing.date;
}
