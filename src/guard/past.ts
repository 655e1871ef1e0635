// guard: which days of an archive are accepted. A past day is judged by the days before and after it.

import { isNear } from '../rates/distance.ts';
import type { Fixing } from '../rates/fixing.ts';
import { LARGEST_STEP } from './rules.ts';
import { isImpossibleStep } from './sound.ts';

/** What a run of archived fixings is judged by. */
export interface Surroundings {
  /** The accepted fixing after the run; absent where the run ends with the newest known day. */
  newer: Fixing | undefined;
  /** The fixing before the run, if there is one. */
  older: Fixing | undefined;
  /** The largest step, in percent, that is accepted without confirmation. */
  band: string;
  /** Whether the newest day of all passes the check of a first figure, after the day before it. */
  passesAsFirst(fixing: Fixing, before: Fixing | undefined): boolean;
}

/** Splits a run of archived fixings, oldest first, into those that are accepted and those that are left out. */
export function judgePast(
  run: readonly Fixing[],
  { newer, older, band, passesAsFirst }: Surroundings,
): { accepted: Fixing[]; leftOut: Fixing[] } {
  const accepted: Fixing[] = [];
  const leftOut: Fixing[] = [];
  // From the newest backwards: the day after the run has been judged.
  let after = newer;
  for (let index = run.length - 1; index >= 0; index -= 1) {
    const it = run[index];
    if (it === undefined) continue;
    const before = beforeIn(run, index, after, older);
    const passes = after === undefined ? passesAsFirst(it, before[0]) : fitsBefore(it, after, before, band);
    if (passes) after = it;
    (passes ? accepted : leftOut).unshift(it);
  }
  return { accepted, leftOut };
}

/** A jump that returns to its start within a working week counts as a mistake that the bank corrected late. */
const EXCURSION_DAYS = 5;

/**
 * The days before a day, the nearest first. Days of another scale than the day after are misprints and are left out.
 */
function beforeIn(
  run: readonly Fixing[],
  index: number,
  after: Fixing | undefined,
  older: Fixing | undefined,
): Fixing[] {
  const isSameScale = (it: Fixing) => after === undefined || !isImpossibleStep(it.perDollar, after.perDollar);
  const nearest = run
    .slice(Math.max(0, index - 2 * EXCURSION_DAYS), index)
    .filter(isSameScale)
    .reverse();
  return [...nearest, ...(older === undefined ? [] : [older])].slice(0, EXCURSION_DAYS);
}

/**
 * Whether a day fits between the days around it. A step out of the band is accepted when the day after is at the new
 * level and none of the days before is at the level of the day after. A very large step also needs the day before at
 * the same level, as a live figure needs the next bulletin.
 */
function fitsBefore(it: Fixing, after: Fixing, before: readonly Fixing[], band: string): boolean {
  const isAt = (a: Fixing, b: Fixing, percent = band) => isNear(a.perDollar, b.perDollar, percent);
  if (isAt(it, after)) return true;
  const [nearest] = before;
  if (nearest === undefined || isImpossibleStep(it.perDollar, after.perDollar)) return false;
  if (before.some((day) => isAt(day, after))) return false;
  return isAt(nearest, it) || isAt(it, after, LARGEST_STEP);
}
