// guard: classifies a bulletin: the held figure again, the published figure again, or a figure to judge.
import type { Calendar } from '../rates/calendar.ts';
import type { Fixing } from '../rates/fixing.ts';
import type { HeldFigure } from './confirmation.ts';
import { successionOf } from './succession.ts';

/** What a bulletin is, beside the published and the held figure. */
export type Placement =
  /** The bank prints the held figure, or carries it. */
  | { kind: 'held'; held: HeldFigure }
  /** The bank prints the published figure, or carries it. `fixing` is the published one. */
  | { kind: 'carry' | 'shown'; fixing: Fixing }
  /** A figure to judge. `isKnown` = the history contains it under an earlier day than the published one. */
  | { kind: 'new'; fixing: Fixing; isKnown: boolean };

/** Classifies a bulletin by the trusted fixings (oldest first, the published one last) and the held figure. */
export function placementOf(
  read: Fixing,
  trusted: readonly Fixing[],
  held: HeldFigure | undefined,
  calendar: Calendar,
): Placement {
  const succession = successionOf(read, trusted, calendar);
  const newest = trusted.at(-1);
  // The published figure comes first: a held correction is withdrawn when the bank prints the old figure again.
  if (succession.kind === 'known' && succession.fixing === newest) return { kind: 'shown', fixing: newest };
  if (held !== undefined && repeats(read, insert(trusted, held.fixing), held, calendar))
    return { kind: 'held', held };
  if (succession.kind === 'carry') {
    const carried = trusted.findLast((it) => it.date < read.date);
    if (carried !== undefined && carried === newest) return { kind: 'carry', fixing: newest };
    return { kind: 'new', fixing: carried ?? read, isKnown: true };
  }
  return { kind: 'new', fixing: succession.fixing, isKnown: succession.kind === 'known' };
}

/** A held figure is not a fixing yet, but a weekend bulletin may carry it. */
function repeats(read: Fixing, placed: readonly Fixing[], held: HeldFigure, calendar: Calendar): boolean {
  const succession = successionOf(read, placed, calendar);
  const stands =
    succession.kind === 'carry' ? placed.findLast((it) => it.date < read.date) : succession.fixing;
  return stands === held.fixing;
}

/** Fixings with one more in its place by date. */
export function insert(fixings: readonly Fixing[], fixing: Fixing): Fixing[] {
  return [...fixings.filter((it) => it.date !== fixing.date), fixing].sort((a, b) =>
    a.date < b.date ? -1 : 1,
  );
}
