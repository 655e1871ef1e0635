// rates: the distance between two figures. It depends on the direction: +92.4 % soum is -48.0 % of its price.
import { type Decimal, decimal } from './decimal.ts';
import type { PerDollar } from './fixing.ts';

/** The step between two figures as a percentage, 0 or more, in the direction in which it is larger. */
export function stepPercent(a: PerDollar, b: PerDollar): Decimal {
  const ratio = decimal(a).div(decimal(b));
  const upward = ratio.gte(1) ? ratio : decimal('1').div(ratio);
  return upward.minus(1).times(100);
}

/** Whether two figures lie within `percent` of each other. */
export function isNear(a: PerDollar, b: PerDollar, percent: string): boolean {
  return stepPercent(a, b).lte(decimal(percent));
}

// Percent. A wrong factor is combined with the correct move of a day. A quarter is more than any such move, and the
// largest correct jump on record (8100 soum after 4210.35) is a factor of 1.92.
const FACTOR_TOLERANCE = '25';
/** Banks quote 1 to 10,000 units: a wrong nominal differs by up to four zeros, two of them by up to six. */
const MAX_ZEROS = 6;

/** Whether two figures differ by a power of ten: a wrong nominal or a lost decimal point. */
export function isPowerOfTen(a: PerDollar, b: PerDollar): boolean {
  for (let zeros = 1; zeros <= MAX_ZEROS; zeros += 1) {
    const factor = decimal(`1${'0'.repeat(zeros)}`);
    const more = decimal(b).times(factor).toFixed();
    const fewer = decimal(b).div(factor).toFixed();
    if (isNear(a, more, FACTOR_TOLERANCE) || isNear(a, fewer, FACTOR_TOLERANCE)) return true;
  }
  return false;
}

/** Whether one figure is the inverse of the other: dollars for a unit in place of units for a dollar. */
export function isInverse(a: PerDollar, b: PerDollar): boolean {
  return isNear(a, decimal('1').div(decimal(b)).toFixed(), FACTOR_TOLERANCE);
}

/**
 * Whether one figure is above 1 and the other is not: together with a large step it is an inverse, also after a move.
 */
export function isAcrossOne(a: PerDollar, b: PerDollar): boolean {
  return decimal(a).gt(1) !== decimal(b).gt(1);
}
