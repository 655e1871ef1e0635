// poll: gathers the evidence for the guard: shown and stored figures, those of other sources, and the archive's.

import type { HeldFigure, OtherFigures } from '../../guard/confirmation.ts';
import type { Evidence, Guard } from '../../guard/decision.ts';
import { type DocumentRow, verdictOn } from '../../guard/rules.ts';
import { addDays, FIRST_DAY, type IsoDate, LAST_DAY } from '../../rates/date.ts';
import { isNear } from '../../rates/distance.ts';
import { type Bulletin, type Fixing, sameValue, workingDayAtOrBefore } from '../../rates/fixing.ts';
import type { Rate } from '../../rates/wire.ts';
import { isGuarded } from '../../sources/registry.ts';
import type { SelectedSource } from '../../sources/selection.ts';
import type { Store } from '../../store/store.ts';
import { checksAround } from '../checks.ts';
import type { PreviousFixings } from '../history/previous.ts';
import type { RowMemory } from './document-rows.ts';
import type { PollRequest } from './poll-request.ts';

/** The state of a code when a bulletin of it is read. */
export interface Standing {
  /** The shown rate of this source. */
  published: Rate | null;
  /** All shown rates. */
  rates: readonly Rate[];
  /** The stored fixings around the bulletin, oldest first, like `trusted`. */
  kept: readonly Fixing[];
  /** The fixings that the guard has accepted; the shown one is the last. */
  trusted: Fixing[];
}

/** Days before a bulletin in which its previous fixings are read: more than the longest closure. */
const KNOWN_DAYS = 40;

/** Reads the state of a bulletin's code. Throws the errors of the store. */
export async function readStanding(
  store: Store,
  { source }: SelectedSource,
  bulletin: Bulletin,
  { trustedAmong }: Guard,
): Promise<Standing> {
  const { code, date } = bulletin;
  const { rates } = await store.snapshot();
  const published = rates.find((it) => it.base === code && it.source.id === source.id) ?? null;
  const recently = addDays(date, -KNOWN_DAYS);
  const from = published !== null && published.date < recently ? published.date : recently;
  const kept = await store.history({ code, source: source.id, from, to: LAST_DAY });
  // While nothing is published, a weekend's bulletin that carries the working day's figure is judged as that figure. A
  // bulletin with another figure than the history's is a fixing of its own day.
  const day = workingDayAtOrBefore(date, source.calendar.weekend);
  const isOwn = kept.some((it) => it.date === day && !sameValue(it, bulletin));
  return { published, rates, kept, trusted: trustedAmong(kept, published, isOwn ? date : day) };
}

export interface EvidenceDeps {
  selected: SelectedSource;
  store: Store;
  guard: Guard;
  rowMemory: RowMemory;
  previousFixings: PreviousFixings;
}

/** Cross-checks around a day, and the shown figure. */
export async function readOtherFigures(
  { selected, store }: Pick<EvidenceDeps, 'selected' | 'store'>,
  { code, date }: Fixing,
  { published }: Standing,
): Promise<OtherFigures> {
  const checks = await checksAround(store, code, date, selected.checkedBy(code));
  return { checks, shown: published?.inverse ?? null };
}

/** The evidence about a new figure. Throws the errors of the store. */
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
    earlier: isRecent(trusted.at(-1)?.date, fixing.date)
      ? []
      : await readEarlier(deps, fixing, { ...otherFigures, shownElsewhere, held }, request),
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
 * On a first start only the archive can show whether the newest figure is plausible; after a long pause the last
 * stored fixing can too. The archive's figure is itself judged like a first figure, because archives contain
 * misprints. A held day cannot support the next one.
 */
async function readEarlier(
  { selected, store, guard, previousFixings }: EvidenceDeps,
  fixing: Fixing,
  { checks, shownElsewhere, held }: Pick<Evidence, 'checks' | 'shownElsewhere' | 'held'>,
  request: PollRequest,
): Promise<Fixing[]> {
  const { code } = fixing;
  const { id: source, calendar } = selected.source;
  const span = { from: FIRST_DAY, to: addDays(fixing.date, -1) };
  const last = (await store.history({ code, source, ...span })).at(-1);
  const archived = await previousFixings.before(fixing, request);
  const band = selected.bandOf(code);
  const alone = { newest: null, follows: [], band, documentRows: [], checks: [], calendar, now: request.now };
  // A check may also be wrong by a few percent: for a past day it only decides about powers of ten.
  const shown = shownElsewhere ?? checks[0]?.perDollar ?? null;
  const waits = (it: Fixing) => held !== undefined && it.date >= held.firstDate;
  const isLikely = (it: Fixing) =>
    !waits(it) && verdictOn({ ...alone, fixing: it, shown }, guard.rules) === null;
  const likely = [last, archived].filter((it) => it !== undefined && it !== null).filter(isLikely);
  const isAt = (figure: string) => isNear(fixing.perDollar, figure, band);
  // Where the archive and the seed differ and the figure agrees with the seed, the seed counts: the archive was never
  // judged.
  const isAsSeeded =
    shownElsewhere !== null && isAt(shownElsewhere) && !likely.some((it) => isAt(it.perDollar));
  return isAsSeeded ? [] : likely;
}
