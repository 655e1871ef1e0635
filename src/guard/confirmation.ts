// guard: when a held figure is confirmed.
import { isNear, stepPercent } from '../rates/distance.ts';
import { type Bulletin, sameValue } from '../rates/fixing.ts';
import type * as schema from '../rates/schema.ts';
import { AGREEMENT, type Confirmation, type RuleName } from './rules.ts';

/** A figure that waits for confirmation, with what was read of it since. */
export interface HeldFigure extends schema.Of<typeof schema.HeldFigure> {
  rule: RuleName;
  confirmedBy: Confirmation[];
}

/**
 * Three polls over half an hour: a mistake that the bank notices is corrected by then, and a devaluation is public.
 */
const READS = 3;
const READ_FOR_MS = 30 * 60_000;

/** Other figures of the code, with which a held figure is compared. */
export interface OtherFigures {
  /** Cross-checks of about the same date. */
  checks: readonly Bulletin[];
  /** The published figure of the same source, in local units for one dollar; `null` for none. */
  shown: string | null;
}

/**
 * Whether a cross-check agrees with a figure: it lies within 3 % and nearer to the figure than to the published one.
 * A band can be narrower than 3 %: then a check at the old level would agree with both figures.
 */
function agrees(check: Bulletin, figure: string, shown: string | null): boolean {
  return isNearer(check, figure, shown) && isNear(check.perDollar, figure, AGREEMENT);
}

/** Whether a bulletin lies nearer to a figure than to the published one. */
function isNearer({ perDollar }: Bulletin, figure: string, shown: string | null): boolean {
  return shown === null || stepPercent(perDollar, figure).lt(stepPercent(perDollar, shown));
}

/**
 * Whether a cross-check that is as new as the level disagrees. A check of an earlier day cannot show a later jump. No
 * check can show that a bank means another day.
 */
function isContradicted({ fixing, firstDate, rule }: HeldFigure, { checks, shown }: OtherFigures): boolean {
  if (rule === 'taken-back') return false;
  return checks.some((check) => check.date >= firstDate && !agrees(check, fixing.perDollar, shown));
}

/**
 * What confirms a held figure now, or `null`. Either a cross-check agrees, or the bank still prints the figure after
 * three reads over 30 minutes and no cross-check of the same age disagrees. A rule can exclude the second way: a
 * wrong bulletin stays on a bank's page all day, so another read of it proves nothing.
 */
export function confirmationOf(held: HeldFigure, otherFigures: OtherFigures, now: Date): Confirmation | null {
  const { fixing, confirmedBy, since, reads } = held;
  const { checks, shown } = otherFigures;
  if (confirmedBy.includes('cross-check') && checks.some((it) => agrees(it, fixing.perDollar, shown)))
    return 'cross-check';
  if (!confirmedBy.includes('still-printed') || isContradicted(held, otherFigures)) return null;
  return reads >= READS && now.getTime() - Date.parse(since) >= READ_FOR_MS ? 'still-printed' : null;
}

/** How a bank prints, as far as it matters when its next bulletin is to confirm a figure. */
export interface Printing {
  /** The largest step, in percent, that is accepted without confirmation. */
  band: string;
  /** Whether it prints the same figure again under each new date. */
  redates: boolean;
}

/** Whether a bulletin of the same day (a correction) or of a later day lies at the level of a held figure. */
export function keepsLevel(bulletin: Bulletin, { fixing }: HeldFigure, band: string): boolean {
  return bulletin.date >= fixing.date && isNear(bulletin.perDollar, fixing.perDollar, band);
}

/**
 * Whether the bank's bulletin of a later date confirms a held figure: it lies at the new level, and no cross-check as
 * new as the held figure disagrees. A bank that re-dates its figure must print another value, or print the level on a
 * third day.
 */
export function isConfirmedByNext(
  next: Bulletin,
  held: HeldFigure,
  { band, redates }: Printing,
  otherFigures: OtherFigures,
): boolean {
  if (!held.confirmedBy.includes('next-bulletin') || next.date <= held.fixing.date) return false;
  if (!keepsLevel(next, held, band) || isContradicted(held, otherFigures)) return false;
  // With a narrow band the bulletin can lie between the two levels: then it continues the published one.
  if (!isNearer(next, held.fixing.perDollar, otherFigures.shown)) return false;
  return !redates || !sameValue(next, held.fixing) || held.firstDate < held.fixing.date;
}
