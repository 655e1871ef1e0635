// rates: the change of a price since the previous fixing of the same source.
import { figuresOf, priceOf } from './cross.ts';
import { type Decimal, exact, percentText, significant } from './decimal.ts';
import type { Fixing } from './fixing.ts';
import type { Change } from './wire.ts';

/** Significant digits of every price on the wire. */
export const PRICE_DIGITS = 12;

/**
 * The change of the XXX/USD price from `previous` to `current`. Both prices are quotients of printed figures, and each
 * output is one quotient of their products: nothing is rounded on the way.
 */
export function changeBetween(previous: Fixing, current: Fixing): Change {
  const [before, after] = [figuresOf(previous), figuresOf(current)];
  const was = exact(before.dollar).times(after.unit);
  const is = exact(after.dollar).times(before.unit);
  const percent = percentOf(was.div(is));
  return {
    percent,
    inversePercent: percentOf(is.div(was)),
    // The difference of the two prices as one quotient: the difference of two rounded quotients would lose digits.
    absolute: significant(was.minus(is).div(exact(before.dollar).times(after.dollar)), PRICE_DIGITS),
    direction: percent === '0.00' ? 'flat' : percent.startsWith('-') ? 'down' : 'up',
    previous: significant(priceOf(before), PRICE_DIGITS),
    previousDate: previous.date,
  };
}

function percentOf(ratio: Decimal): string {
  return percentText(ratio.minus(1).times(100));
}
