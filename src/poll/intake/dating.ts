// poll: finds in the archive which day's fixing a weekend's bulletin is, where the known fixings do not show it.
import type { HeldFigure } from '../../guard/confirmation.ts';
import type { Guard } from '../../guard/decision.ts';
import { insert } from '../../guard/placement.ts';
import { isNear } from '../../rates/distance.ts';
import { type Fixing, sameValue, workingDayAtOrBefore } from '../../rates/fixing.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import type { PreviousFixings } from '../history/previous.ts';
import type { PollRequest } from './poll-request.ts';

export interface DatingDeps {
  selected: SelectedSource;
  guard: Pick<Guard, 'isDateKnown'>;
  previousFixings: PreviousFixings;
}

/**
 * A bulletin under the day whose fixing it is, as the archive shows it: its own day, or that of the fixing that it
 * carries. `null` where the known fixings show it, and where the archive does not: then it is presumed to be a carry of
 * the last working day.
 */
export async function datedByArchive(
  read: Fixing,
  { trusted, held }: { trusted: readonly Fixing[]; held: HeldFigure | undefined },
  { selected: { source, bandOf }, guard, previousFixings }: DatingDeps,
  request: PollRequest,
): Promise<Fixing | null> {
  const known = held === undefined ? trusted : insert(trusted, held.fixing);
  if (guard.isDateKnown(read, known, source.calendar)) return null;
  const before = await previousFixings.before(read, request);
  // An archive that ends before the working day shows nothing.
  const setOn = workingDayAtOrBefore(read.date, source.calendar.weekend);
  if (before === null || before.date < setOn) return null;
  const isAt = (it: Fixing) => isNear(before.perDollar, it.perDollar, bandOf(read.code));
  if (!isAt(read)) {
    // Archives contain misprints as well: a figure at the level of no other one shows nothing.
    const last =
      known.findLast((it) => it.date < read.date) ?? (await previousFixings.before(before, request));
    if (last === null || !isAt(last)) return null;
  }
  return sameValue(before, read) ? { ...read, date: before.date } : read;
}
