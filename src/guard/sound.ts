// guard: which stored fixings can be correct, and which of them may be a reference.
import type { IsoDate } from '../rates/date.ts';
import { isNear } from '../rates/distance.ts';
import type { Fixing } from '../rates/fixing.ts';
import { inverseText } from '../rates/rate.ts';
import type { Rate } from '../rates/wire.ts';
import { isInverted, LARGEST_STEP, OTHER_SCALE } from './rules.ts';

/**
 * Whether a figure is of another scale than the one beside it, or is its inverse. No real step of a day is like that.
 */
export function isImpossibleStep(a: string, b: string): boolean {
  return !isNear(a, b, OTHER_SCALE) || (!isNear(a, b, LARGEST_STEP) && isInverted(a, b));
}

/** Fixings. A run of two weeks was read day by day and outweighs a seed, which can be years old. */
const LONG_RUN = 10;

/**
 * Splits the stored fixings of one code, oldest first, at impossible steps. One run without such a step is taken as
 * correct. From there, in both directions, a fixing is sound when there is no impossible step between it and the
 * nearest sound one. An earlier version stored figures without a judgement, and this finds them. `elsewhere` are
 * figures of other sources and of the seed, in local units for one dollar: where all runs are short, they decide
 * which run is correct, if any.
 */
export function splitSound(
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

/** Runs without an impossible step, oldest first. */
function runsOf(kept: readonly Fixing[]): Fixing[][] {
  const runs: Fixing[][] = [];
  for (const it of kept) {
    const last = runs.at(-1)?.at(-1);
    if (last !== undefined && !isImpossibleStep(it.perDollar, last.perDollar)) runs.at(-1)?.push(it);
    else runs.push([it]);
  }
  return runs;
}

/**
 * The longest run. If all runs are short: the longest one that agrees with a figure from elsewhere, or an empty list.
 */
function rightRun(runs: readonly Fixing[][], elsewhere: readonly string[]): Fixing[] {
  const longest = longestOf(runs);
  if (longest.length >= LONG_RUN || elsewhere.length === 0) return longest;
  const agrees = (run: readonly Fixing[]) =>
    run.some((it) => elsewhere.some((figure) => !isImpossibleStep(it.perDollar, figure)));
  return longestOf(runs.filter(agrees));
}

/** The first of equally long runs, which is the oldest. */
function longestOf(runs: readonly Fixing[][]): Fixing[] {
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), []);
}

/**
 * The fixings of a source that may be a reference, oldest first, the published one last. A fixing stored under a
 * later day than the published one was not judged, and is left out. With nothing published: those before `date`.
 */
export function trustedAmong(kept: readonly Fixing[], published: Rate | null, date: IsoDate): Fixing[] {
  if (published === null) return splitSound(kept.filter((it) => it.date < date)).sound;
  const before = kept.filter((it) => it.date < published.date);
  const same = kept.find((it) => it.date === published.date);
  return [...before, same !== undefined && isShown(same, published) ? same : fixingOf(published)];
}

const isShown = (fixing: Fixing, { inverse }: Rate) => inverseText(fixing) === inverse;

/** The fixing behind a rate, as far as the rate contains it. */
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
