// guard: which days of an archive are believed. A past day is a figure like any other, with the days around to judge it.

import { isNear } from '../rates/distance.ts';
import type { Fixing } from '../rates/fixing.ts';
import { LARGEST_STEP } from './rules.ts';
import { isImpossibleStep } from './sound.ts';

export interface Surroundings {
  /** The believed fixing after the run; absent where the run ends with the newest day that is known. */
  newer: Fixing | undefined;
  /** The fixing before the run, if there is one. */
  older: Fixing | undefined;
  /** The largest step, in percent, that is believed without confirmation. */
  band: string;
  /** Whether the newest day of all may be believed as a first figure is, after the day before it. */
  isFirst(fixing: Fixing, before: Fixing | undefined): boolean;
}

/** Parts a run of archived fixings, oldest first, into those that are believed and those that are left out. */
export function judgePast(
  run: readonly Fixing[],
  { newer, older, band, isFirst }: Surroundings,
): { believed: Fixing[]; leftOut: Fixing[] } {
  const believed: Fixing[] = [];
  const leftOut: Fixing[] = [];
  // From the newest back: the end at which a judged figure stands.
  let after = newer;
  for (let index = run.length - 1; index >= 0; index -= 1) {
    const it = run[index];
    if (it === undefined) continue;
    const before = beforeIn(run, index, after, older);
    const passes = after === undefined ? isFirst(it, before[0]) : fitsBefore(it, after, before, band);
    if (passes) after = it;
    (passes ? believed : leftOut).unshift(it);
  }
  return { believed, leftOut };
}

/** An excursion that ends where it began within a working week is a mistake that its bank took some days to see. */
const EXCURSION_DAYS = 5;

/** The days before one, the nearest first. Those of another scale than the day after are misprints, and no witnesses. */
function beforeIn(
  run: readonly Fixing[],
  index: number,
  after: Fixing | undefined,
  older: Fixing | undefined,
): Fixing[] {
  const isWitness = (it: Fixing) => after === undefined || !isImpossibleStep(it.perDollar, after.perDollar);
  const nearest = run
    .slice(Math.max(0, index - 2 * EXCURSION_DAYS), index)
    .filter(isWitness)
    .reverse();
  return [...nearest, ...(older === undefined ? [] : [older])].slice(0, EXCURSION_DAYS);
}

/**
 * Whether a day fits between its neighbours. A step out of the band is real when the bank has printed it still when the
 * next day came, and none of the days before it stands where the day after does. A very large one needs the day before
 * to stand at the same level, as a live one needs the next bulletin.
 */
function fitsBefore(it: Fixing, after: Fixing, before: readonly Fixing[], band: string): boolean {
  const isAt = (a: Fixing, b: Fixing, percent = band) => isNear(a.perDollar, b.perDollar, percent);
  if (isAt(it, after)) return true;
  const [nearest] = before;
  if (nearest === undefined || isImpossibleStep(it.perDollar, after.perDollar)) return false;
  if (before.some((day) => isAt(day, after))) return false;
  return isAt(nearest, it) || isAt(it, after, LARGEST_STEP);
}
