// poll: commits an accepted figure as the shown rate, with its fixings.
import type { Guard } from '../../guard/decision.ts';
import { addDays, LAST_DAY } from '../../rates/date.ts';
import { type Fixing, withdrawalOf } from '../../rates/fixing.ts';
import { rateOf } from '../../rates/rate.ts';
import type { Rate } from '../../rates/wire.ts';
import { refOf, type Source } from '../../sources/source.ts';
import type { Store } from '../../store/store.ts';
import { statusOf } from '../clock/status.ts';
import type { PreviousFixings } from '../history/previous.ts';
import type { Coverage } from './coverage.ts';
import type { Standing } from './evidence.ts';
import type { PollRequest } from './poll-request.ts';

export interface ShowingDeps {
  store: Store;
  guard: Pick<Guard, 'previousOf'>;
  previousFixings: PreviousFixings;
  coverage: Pick<Coverage, 'covers'>;
}

/**
 * Publishes a figure; `also` are held fixings that it confirms. Returns the rate if it changed. Throws the errors of
 * the store.
 */
export async function showFixing(
  source: Source,
  { store, guard, previousFixings, coverage }: ShowingDeps,
  { fixing: read, also }: { fixing: Fixing; also: readonly Fixing[] },
  { standing, request }: { standing: Standing; request: PollRequest },
): Promise<Rate | null> {
  // A stored fixing keeps the time of its first read.
  const isSame = (it: Fixing) =>
    it.date === read.date && it.printed === read.printed && it.nominal === read.nominal;
  const fixing = standing.kept.find(isSame) ?? read;
  const known = [...standing.trusted, ...also].sort((a, b) => (a.date < b.date ? -1 : 1));
  const previous =
    guard.previousOf(fixing, known, source.calendar, coverage.covers(fixing)) ??
    shownPrevious(fixing, standing) ??
    (await previousFixings.likelyBefore(fixing, known, request));
  const rate = rateOf(fixing, previous, refOf(source), statusOf(source, fixing.date, request.now));
  const { code } = fixing;
  const update = await store.change(({ history }) => {
    const kept = (from: string, to: string) => history({ code, source: source.id, from, to });
    // Fixings stored under a later day than the shown one are withdrawn: they were not judged, or the bank took them
    // back.
    const later = kept(addDays(fixing.date, 1), LAST_DAY).map(withdrawalOf);
    // The history may have got the previous day while the archive was read: a stored fixing stays.
    const isNew = previous !== null && kept(previous.date, previous.date).length === 0;
    return { rates: [rate], fixings: [...later, ...also, ...(isNew ? [previous] : []), fixing] };
  });
  return update === null ? null : rate;
}

/** Publishes an invented figure; it is not stored in the history. */
export async function showInvented(
  source: Source,
  { store, previousFixings }: ShowingDeps,
  fixing: Fixing,
  request: PollRequest,
): Promise<Rate | null> {
  const previous = await previousFixings.before(fixing, request);
  const rate = rateOf(fixing, previous, refOf(source), statusOf(source, fixing.date, request.now));
  const update = await store.commit({ rates: [rate], fixings: [] });
  return update === null ? null : rate;
}

/**
 * The previous fixing of a shown fixing. Over holidays a working day always lies between the two, and the archive was
 * read for it before: once is enough.
 */
function shownPrevious(fixing: Fixing, { published, trusted }: Standing): Fixing | null {
  if (published?.date !== fixing.date || published.change === null) return null;
  const { previousDate } = published.change;
  return trusted.find((it) => it.date === previousDate) ?? null;
}
