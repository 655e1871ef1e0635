// rates: where a newly read bulletin stands among the fixings that are known.
import { type Calendar, skipsFixing } from '../rates/calendar.ts';
import { type Fixing, sameValue, settle } from '../rates/fixing.ts';

/** What a bulletin adds. A correction is another value under a date that is known. */
export type Step =
  | { kind: 'carry' }
  | { kind: 'known'; fixing: Fixing }
  | { kind: 'correction' | 'next'; fixing: Fixing };

/** Places a bulletin among the known fixings of its source and code (oldest first). */
export function stepOf(bulletin: Fixing, known: readonly Fixing[], calendar: Calendar): Step {
  const fixing = settle(bulletin, before(bulletin, known), calendar.weekend);
  if (fixing === null) return { kind: 'carry' };
  const same = known.find((it) => it.date === fixing.date);
  if (same === undefined) return { kind: 'next', fixing };
  // The same value stays as it was first read, with the time at which it was.
  return sameValue(same, fixing) ? { kind: 'known', fixing: same } : { kind: 'correction', fixing };
}

/**
 * The fixing before `fixing`, or `null` when the known ones leave a working day between the two: then another
 * fixing may have been missed, and a change against the wrong one would be a wrong number.
 */
export function previousOf(fixing: Fixing, known: readonly Fixing[], calendar: Calendar): Fixing | null {
  const previous = before(fixing, known);
  return previous === undefined || skipsFixing(previous.date, fixing.date, calendar) ? null : previous;
}

function before(fixing: Fixing, known: readonly Fixing[]): Fixing | undefined {
  return known.findLast((it) => it.date < fixing.date);
}
