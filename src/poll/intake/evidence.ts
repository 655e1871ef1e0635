// poll: gathers what the guard decides from: what is shown and kept, what others say, what the archive tells.

import type { HeldFigure, OtherFigures } from '../../guard/confirmation.ts';
import type { Evidence, Guard } from '../../guard/decision.ts';
import { type DocumentRow, verdictOn } from '../../guard/rules.ts';
import { addDays, type IsoDate } from '../../rates/date.ts';
import { isNear } from '../../rates/distance.ts';
import { type Bulletin, type Fixing, workingDayAtOrBefore } from '../../rates/fixing.ts';
import type { Rate } from '../../rates/wire.ts';
import { isGuarded } from '../../sources/registry.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import type { Store } from '../../store/store.ts';
import { checksAround } from '../checks.ts';
import type { ArchiveLook } from '../history/previous.ts';
import type { RowMemory } from './document-rows.ts';
import type { PollRequest } from './poll-request.ts';

/** Where a code stands when a bulletin of it is read. */
export interface Standing {
  /** What is shown of it by this source. */
  published: Rate | null;
  /** All rates that are shown. */
  rates: readonly Rate[];
  /** The history around, whoever has kept it. Oldest first, like `trusted`. */
  kept: readonly Fixing[];
  /** What of it has passed the guard; the shown fixing is the last. */
  trusted: Fixing[];
}

/** Fixings looked through for the ones around a bulletin: the longest closure and a little more. */
const KNOWN_DAYS = 40;

/** Reads where the code of a bulletin stands. Throws what the store throws. */
export async function readStanding(
  store: Store,
  { source }: SelectedSource,
  { code, date }: Bulletin,
  { trustedAmong }: Guard,
): Promise<Standing> {
  const { rates } = await store.snapshot();
  const published = rates.find((it) => it.base === code && it.source.id === source.id) ?? null;
  const recently = addDays(date, -KNOWN_DAYS);
  const from = published !== null && published.date < recently ? published.date : recently;
  const kept = await store.history({ code, source: source.id, from, to: '9999-12-31' });
  // A weekend's bulletin may carry the working day's, which nobody has judged while nothing is published.
  const day = workingDayAtOrBefore(date, source.calendar.weekend);
  return { published, rates, kept, trusted: trustedAmong(kept, published, day) };
}

export interface EvidenceDeps {
  selected: SelectedSource;
  store: Store;
  guard: Guard;
  rowMemory: RowMemory;
  archive: ArchiveLook;
}

/** Cross-checks around a day, and the figure that is shown. */
export async function readOtherFigures(
  { selected, store }: Pick<EvidenceDeps, 'selected' | 'store'>,
  { code, date }: Fixing,
  { published }: Standing,
): Promise<OtherFigures> {
  const checks = await checksAround(store, code, date, selected.checkedBy(code));
  return { checks, shown: published?.inverse ?? null };
}

/** All that the guard wants to know of a new figure. Throws what the store throws. */
export async function gatherEvidence(
  deps: EvidenceDeps,
  { fixing, isKnown, held }: { fixing: Fixing; isKnown: boolean; held: HeldFigure | undefined },
  { bulletin, request, standing }: { bulletin: Bulletin; request: PollRequest; standing: Standing },
): Promise<Evidence> {
  const { selected, rowMemory } = deps;
  const { source } = selected;
  const { trusted, rates } = standing;
  const otherFigures = await readOtherFigures(deps, fixing, standing);
  const others = rates.filter((it) => it.source.id !== source.id && isGuarded(it.source.id));
  const shownElsewhere = others.find((it) => it.base === fixing.code)?.inverse ?? null;
  const shownRows: DocumentRow[] = rates
    .filter((rate) => rate.base !== fixing.code)
    .map((rate) => ({ code: rate.base, perUnit: rate.inverse, before: null }));
  return {
    ...otherFigures,
    fixing,
    isKnown,
    held,
    trusted,
    archived: isRecent(trusted.at(-1)?.date, fixing.date)
      ? []
      : await readArchived(deps, fixing, { ...otherFigures, shownElsewhere, held }, request),
    shownElsewhere,
    documentRows: [...rowMemory.of(bulletin), ...shownRows],
    band: selected.bandOf(fixing.code),
    redates: source.redates === true,
    calendar: source.calendar,
    now: request.now,
  };
}

const isRecent = (last: IsoDate | undefined, date: IsoDate) =>
  last !== undefined && last >= addDays(date, -KNOWN_DAYS);

/**
 * On a first start the archive alone can tell whether the newest figure is a likely one; after a long pause the last
 * one that is kept can as well. What the archive says is judged as a first figure itself: archives keep misprints, and
 * a day that waits says nothing for the next one.
 */
async function readArchived(
  { selected, store, guard, archive }: EvidenceDeps,
  fixing: Fixing,
  { checks, shownElsewhere, held }: Pick<Evidence, 'checks' | 'shownElsewhere' | 'held'>,
  request: PollRequest,
): Promise<Fixing[]> {
  const { code } = fixing;
  const { id: source, calendar } = selected.source;
  const span = { from: '0000-01-01', to: addDays(fixing.date, -1) };
  const last = (await store.history({ code, source, ...span })).at(-1);
  const archived = await archive.before(fixing, request);
  const band = selected.bandOf(code);
  const alone = { newest: null, follows: [], band, documentRows: [], checks: [], calendar, now: request.now };
  // A check may be wrong by a few percent as well: of the past it tells no more than the zeros.
  const shown = shownElsewhere ?? checks[0]?.perDollar ?? null;
  const waits = (it: Fixing) => held !== undefined && it.date >= held.firstDate;
  const isLikely = (it: Fixing) =>
    !waits(it) && verdictOn({ ...alone, fixing: it, shown }, guard.rules) === null;
  const likely = [last, archived].filter((it) => it !== undefined && it !== null).filter(isLikely);
  const isAt = (figure: string) => isNear(fixing.perDollar, figure, band);
  // Where the archive and the seed differ, the seed that agrees was once shown, and the archive was never judged.
  const isAsSeeded =
    shownElsewhere !== null && isAt(shownElsewhere) && !likely.some((it) => isAt(it.perDollar));
  return isAsSeeded ? [] : likely;
}
