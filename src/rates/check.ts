// rates: checks values that are read back from a store: their shape, and that their figures agree.
import { decimal } from './decimal.ts';
import { type Fixing, isWithdrawal } from './fixing.ts';
import * as schema from './schema.ts';
import type { Change, Cross, Rate, Snapshot, Update } from './wire.ts';

/** Whether two prices are equal except for their rounding; a millionth is far below any real step. */
function agree(a: string, b: string, tolerance = '0.000001'): boolean {
  return decimal(a).minus(decimal(b)).abs().lte(decimal(b).abs().times(tolerance));
}

const isPositive = (figure: string) => /[1-9]/.test(figure);

/** Whether the pair, the two prices and the change of a rate agree with each other. */
function isConsistent({ pair, base, rate, display, inverse, cross, change }: Rate): boolean {
  if (pair !== `${base}/USD` || !isPositive(rate) || !isPositive(inverse)) return false;
  if (!agree(decimal('1').div(decimal(inverse)).toFixed(), rate)) return false;
  if (cross !== undefined && !isQuotient(cross, inverse)) return false;
  return agree(display, rate, '0.0001') && (change === null || isChangeTo(change, rate));
}

function isQuotient({ dollar, unit }: Cross, inverse: string): boolean {
  return isPositive(unit) && agree(decimal(dollar).div(decimal(unit)).toFixed(), inverse);
}

function isChangeTo({ previous, absolute }: Change, rate: string): boolean {
  return agree(decimal(previous).plus(decimal(absolute)).toFixed(), rate);
}

/**
 * Returns a rate whose figures agree with each other, with its fields in our order and no other fields; `null` for
 * anything else. All checks here work like this. Costs about 10 µs, nearly all for the decimal arithmetic.
 */
export function checkRate(value: unknown): Rate | null {
  const { data } = schema.Rate.safeParse(value);
  return data !== undefined && isConsistent(data) ? data : null;
}

/** A fixing with a figure above zero, or a withdrawal. */
export function checkFixing(value: unknown): Fixing | null {
  const { data } = schema.Fixing.safeParse(value);
  return data !== undefined && (isWithdrawal(data) || isPositive(data.perDollar)) ? data : null;
}

/** An update without a rate is refused. */
export function checkUpdate(value: unknown): Update | null {
  const { data } = schema.Update.safeParse(value);
  return data !== undefined && data.rates.length > 0 && data.rates.every(isConsistent) ? data : null;
}

/** One wrong rate refuses the whole snapshot: if one value was changed from outside, others may have been too. */
export function checkSnapshot(value: unknown): Snapshot | null {
  const { data } = schema.Snapshot.safeParse(value);
  return data?.rates.every(isConsistent) ? data : null;
}
