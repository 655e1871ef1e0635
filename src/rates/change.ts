// rates: how far a price moved since the previous fixing of the same source.
import { type Decimal, decimal, percentText, significant } from './decimal.ts';
import type { Fixing } from './fixing.ts';
import type { Change } from './wire.ts';

/** Significant digits of every price on the wire. */
export const PRICE_DIGITS = 12;

/**
 * The change of the XXX/USD price from `previous` to `current`. Both prices are one over the printed figure,
 * so the ratio of the prices is the printed figures' ratio turned round: no quotient is rounded on the way.
 */
export function changeBetween(previous: Fixing, current: Fixing): Change {
  const before = decimal(previous.perDollar);
  const after = decimal(current.perDollar);
  const percent = percentOf(before.div(after));
  return {
    percent,
    inversePercent: percentOf(after.div(before)),
    // 1/after - 1/before on one fraction line: a difference of two rounded quotients would lose digits.
    absolute: significant(before.minus(after).div(before.times(after)), PRICE_DIGITS),
    direction: percent === '0.00' ? 'flat' : percent.startsWith('-') ? 'down' : 'up',
    previous: significant(decimal('1').div(before), PRICE_DIGITS),
    previousDate: previous.date,
  };
}

function percentOf(ratio: Decimal): string {
  return percentText(ratio.minus(1).times(100));
}
