// guard: which of the fixings that are kept can be right, and which of them may be a reference.
import type { IsoDate } from '../rates/date.ts';
import { isNear } from '../rates/distance.ts';
import type { Fixing } from '../rates/fixing.ts';
import { inverseText } from '../rates/rate.ts';
import type { Rate } from '../rates/wire.ts';
import { isTurnedRound, LARGEST_STEP, OTHER_SCALE } from './rules.ts';

/** Whether a figure is of another scale than the one beside it, or is that one turned round: no day makes that real. */
export function isImpossibleStep(a: string, b: string): boolean {
  return !isNear(a, b, OTHER_SCALE) || (!isNear(a, b, LARGEST_STEP) && isTurnedRound(a, b));
}

/** Fixings in a row: a run of two weeks has been read day by day, and a seed may be years old beside it. */
const LONG_RUN = 10;

/**
 * Parts kept fixings of one code, oldest first, by the steps that nothing can confirm. One run without such a step is
 * taken as right. From there on both ways a fixing is sound when it is no such step from the nearest sound one. An
 * earlier version kept figures that it had not judged, and this finds them. `elsewhere` are figures of other sources
 * and of the seed, in local units for one dollar: where all runs are short, they tell which one is right, if any.
 */
export function partSound(
  kept: readonly Fixing[],
  elsewhere: readonly string[] = [],
): { sound: Fixing[]; unsound: Fixing[] } {
  const anchor = rightRun(runsOf(kept), elsewhere);
  const isSound = new Set(anchor);
  const walk = (fixings: readonly Fixing[], start: Fixing | undefined) => {
    let nearest = start;
    for (const it of fixings) {
      if (nearest !== undefined && isImpossibleStep(it.perDollar, nearest.perDollar)) continue;
      isSound.add(it);
      nearest = it;
    }
  };
  const [first] = anchor;
  if (first !== undefined) {
    const from = kept.indexOf(first);
    walk(kept.slice(from + anchor.length), anchor.at(-1));
    walk(kept.slice(0, from).reverse(), first);
  }
  return { sound: kept.filter((it) => isSound.has(it)), unsound: kept.filter((it) => !isSound.has(it)) };
}

/** Stretches without an impossible step, oldest first. */
function runsOf(kept: readonly Fixing[]): Fixing[][] {
  const runs: Fixing[][] = [];
  for (const it of kept) {
    const last = runs.at(-1)?.at(-1);
    if (last !== undefined && !isImpossibleStep(it.perDollar, last.perDollar)) runs.at(-1)?.push(it);
    else runs.push([it]);
  }
  return runs;
}

/** The longest run; of short ones the longest that some figure from elsewhere agrees with. Empty for none. */
function rightRun(runs: readonly Fixing[][], elsewhere: readonly string[]): Fixing[] {
  const longest = longestOf(runs);
  if (longest.length >= LONG_RUN || elsewhere.length === 0) return longest;
  const agrees = (run: readonly Fixing[]) =>
    run.some((it) => elsewhere.some((figure) => !isImpossibleStep(it.perDollar, figure)));
  return longestOf(runs.filter(agrees));
}

/** Of equal ones the oldest. */
function longestOf(runs: readonly Fixing[][]): Fixing[] {
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), []);
}

/**
 * The fixings of a source that may be a reference, oldest first, the published one last. What is kept under a later day
 * than the one that is shown has not been judged, whoever kept it. With nothing published, those before `date`.
 */
export function trustedAmong(kept: readonly Fixing[], published: Rate | null, date: IsoDate): Fixing[] {
  if (published === null) return partSound(kept.filter((it) => it.date < date)).sound;
  const before = kept.filter((it) => it.date < published.date);
  const same = kept.find((it) => it.date === published.date);
  return [...before, same !== undefined && isShown(same, published) ? same : fixingOf(published)];
}

const isShown = (fixing: Fixing, { inverse }: Rate) => inverseText(fixing) === inverse;

/** The fixing behind a rate, as far as the rate tells. */
function fixingOf({ base, date, inverse, source, fetchedAt }: Rate): Fixing {
  return {
    code: base,
    date,
    printed: inverse,
    nominal: '1',
    perDollar: inverse,
    source: source.id,
    fetchedAt,
  };
}
