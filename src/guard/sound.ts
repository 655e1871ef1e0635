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

/**
 * Parts kept fixings of one code, oldest first, by the steps that nothing can confirm. The longest run without such a
 * step is taken as right. From there on both ways a fixing is sound when it is no such step from the nearest sound
 * one. An earlier version kept figures that it had not judged, and this finds them.
 */
export function partSound(kept: readonly Fixing[]): { sound: Fixing[]; unsound: Fixing[] } {
  const anchor = longestRun(kept);
  const isSound = new Set<Fixing>(kept.slice(anchor.from, anchor.to));
  const walk = (fixings: readonly Fixing[], start: Fixing | undefined) => {
    let nearest = start;
    for (const it of fixings) {
      if (nearest !== undefined && isImpossibleStep(it.perDollar, nearest.perDollar)) continue;
      isSound.add(it);
      nearest = it;
    }
  };
  walk(kept.slice(anchor.to), kept[anchor.to - 1]);
  walk(kept.slice(0, anchor.from).reverse(), kept[anchor.from]);
  return { sound: kept.filter((it) => isSound.has(it)), unsound: kept.filter((it) => !isSound.has(it)) };
}

/** The longest stretch of neighbours without an impossible step; of equal ones the oldest. */
function longestRun(kept: readonly Fixing[]): { from: number; to: number } {
  let longest = { from: 0, to: 0 };
  let from = 0;
  for (const [index, it] of kept.entries()) {
    const last = kept[index - 1];
    if (last !== undefined && isImpossibleStep(it.perDollar, last.perDollar)) from = index;
    if (index + 1 - from > longest.to - longest.from) longest = { from, to: index + 1 };
  }
  return longest;
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
