// guard: what a bulletin is beside what is known: the held figure again, what is shown already, or something to judge.
import type { Calendar } from '../rates/calendar.ts';
import type { Fixing } from '../rates/fixing.ts';
import type { Held } from './confirmation.ts';
import { stepOf } from './step.ts';

export type Placement =
  /** The bank prints the figure that waits, or carries it. */
  | { kind: 'held'; held: Held }
  /** It prints what is shown, or carries it. `fixing` is the one that is shown. */
  | { kind: 'carry' | 'shown'; fixing: Fixing }
  /** A figure for the guard. `isKnown` = it is in the history under an earlier day than the one that is shown. */
  | { kind: 'new'; fixing: Fixing; isKnown: boolean };

/** Places a bulletin among the trusted fixings (oldest first, the shown one last) and the figure that waits. */
export function placementOf(
  read: Fixing,
  trusted: readonly Fixing[],
  held: Held | undefined,
  calendar: Calendar,
): Placement {
  const step = stepOf(read, trusted, calendar);
  const newest = trusted.at(-1);
  // First what is shown: a correction that waits is withdrawn when the bank prints the old figure again.
  if (step.kind === 'known' && step.fixing === newest) return { kind: 'shown', fixing: newest };
  if (held !== undefined && repeats(read, insert(trusted, held.fixing), held, calendar))
    return { kind: 'held', held };
  if (step.kind === 'carry') {
    const carried = trusted.findLast((it) => it.date < read.date);
    if (carried !== undefined && carried === newest) return { kind: 'carry', fixing: newest };
    return { kind: 'new', fixing: carried ?? read, isKnown: true };
  }
  return { kind: 'new', fixing: step.fixing, isKnown: step.kind === 'known' };
}

/** A held figure is no fixing yet, but a weekend bulletin that repeats it repeats it all the same. */
function repeats(read: Fixing, placed: readonly Fixing[], held: Held, calendar: Calendar): boolean {
  const step = stepOf(read, placed, calendar);
  const stands = step.kind === 'carry' ? placed.findLast((it) => it.date < read.date) : step.fixing;
  return stands === held.fixing;
}

/** Fixings with one more in its place by date. */
export function insert(fixings: readonly Fixing[], fixing: Fixing): Fixing[] {
  return [...fixings.filter((it) => it.date !== fixing.date), fixing].sort((a, b) =>
    a.date < b.date ? -1 : 1,
  );
}
