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
    const before = beforeIn(run, index, after) ?? older;
    const passes = after === undefined ? isFirst(it, before) : fitsBefore(it, after, before, band);
    if (passes) after = it;
    (passes ? believed : leftOut).unshift(it);
  }
  return { believed, leftOut };
}

/** The day before one in a run; one of another scale than the day after is a misprint itself, and no witness. */
function beforeIn(run: readonly Fixing[], index: number, after: Fixing | undefined): Fixing | undefined {
  const isWitness = (it: Fixing) => after === undefined || !isImpossibleStep(it.perDollar, after.perDollar);
  return run.slice(0, index).findLast(isWitness);
}

/**
 * Whether a day fits between its documentRows. A step out of the band is real when the bank has printed it still when the
 * next day came, so that the days around it do not agree against it. A very large one needs the day before to stand
 * at the same level, as a live one needs the next bulletin.
 */
function fitsBefore(it: Fixing, after: Fixing, before: Fixing | undefined, band: string): boolean {
  const isAt = (a: Fixing, b: Fixing, percent = band) => isNear(a.perDollar, b.perDollar, percent);
  if (isAt(it, after)) return true;
  if (before === undefined || isImpossibleStep(it.perDollar, after.perDollar)) return false;
  if (isAt(before, it)) return true;
  return !isAt(before, after) && isAt(it, after, LARGEST_STEP);
}
