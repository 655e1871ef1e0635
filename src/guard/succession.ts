// guard: how a newly read bulletin follows the known fixings.
import { type Calendar, skipsFixing } from '../rates/calendar.ts';
import { addDays } from '../rates/date.ts';
import { type Fixing, sameValue, settle, workingDayAtOrBefore } from '../rates/fixing.ts';

/** What a bulletin adds to the known fixings. A correction is another value under a known date. */
export type Succession =
  | { kind: 'carry' }
  | { kind: 'known'; fixing: Fixing }
  | { kind: 'correction' | 'next'; fixing: Fixing };

/** Compares a bulletin with the known fixings of its source and code (oldest first). */
export function successionOf(bulletin: Fixing, known: readonly Fixing[], calendar: Calendar): Succession {
  const fixing = settledAmong(bulletin, known, calendar);
  if (fixing === null) return { kind: 'carry' };
  const same = known.find((it) => it.date === fixing.date);
  if (same === undefined) return { kind: 'next', fixing };
  // The same value keeps the time at which it was first read.
  return sameValue(same, fixing) ? { kind: 'known', fixing: same } : { kind: 'correction', fixing };
}

/**
 * A weekend's bulletin keeps its day where that day is known as one with a fixing and the working day before is not: the
 * archive has shown it at an earlier read.
 */
function settledAmong(bulletin: Fixing, known: readonly Fixing[], calendar: Calendar): Fixing | null {
  const last = before(bulletin, known);
  const setOn = workingDayAtOrBefore(bulletin.date, calendar.weekend);
  const isOwn = known.some((it) => it.date === bulletin.date) && (last === undefined || last.date < setOn);
  return isOwn ? bulletin : settle(bulletin, last, calendar);
}

/**
 * The fixing before `fixing`. `null` when a working day lies between it and the newest known one before it: then a
 * fixing may be missing, and the change would be computed against the wrong one. A weekend can have a figure of its own
 * as well: over a weekend without enough reads the fixing before is `null` too.
 */
export function previousOf(
  fixing: Fixing,
  known: readonly Fixing[],
  calendar: Calendar,
  isCovered: boolean,
): Fixing | null {
  const previous = before(fixing, known);
  if (previous === undefined || skipsFixing(previous.date, fixing.date, calendar)) return null;
  return isCovered || addDays(previous.date, 1) === fixing.date ? previous : null;
}

function before(fixing: Fixing, known: readonly Fixing[]): Fixing | undefined {
  return known.findLast((it) => it.date < fixing.date);
}
