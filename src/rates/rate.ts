// rates: computes the price of one unit in dollars from a fixing.
import { changeBetween, PRICE_DIGITS } from './change.ts';
import { crossOf, figuresOf, priceOf } from './cross.ts';
import { exact, readFigure, significant, significantPadded } from './decimal.ts';
import type { Fixing } from './fixing.ts';
import type { Rate, SourceRef, Status } from './wire.ts';

/** Significant digits of `display`. UZS/USD needs nine decimals for them. */
const DISPLAY_DIGITS = 5;

/** The rate that a fixing sets; `previous` is the fixing before it of the same source, if one is known. */
export function rateOf(fixing: Fixing, previous: Fixing | null, source: SourceRef, status: Status): Rate {
  const price = priceOf(figuresOf(fixing));
  return {
    pair: `${fixing.code}/USD`,
    base: fixing.code,
    quote: 'USD',
    rate: significant(price, PRICE_DIGITS),
    display: significantPadded(price, DISPLAY_DIGITS),
    inverse: inverseText(fixing),
    ...crossOf(fixing),
    change: previous === null ? null : changeBetween(previous, fixing),
    date: fixing.date,
    source,
    status,
    fetchedAt: fixing.fetchedAt,
  };
}

/** The figure as printed. A cross rate is not printed and has more digits; it is rounded like a price. */
export function inverseText(fixing: Fixing): string {
  const { dollar, unit } = figuresOf(fixing);
  return readFigure(fixing.perDollar) ?? significant(exact(dollar).div(unit), PRICE_DIGITS);
}

/** Whether two rates have the same JSON: then nothing has changed and `seq` does not grow. */
export function sameRate(a: Rate, b: Rate): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
