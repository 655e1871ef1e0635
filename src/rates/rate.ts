// rates: a fixing turned into the price of one unit in dollars.
import { changeBetween, PRICE_DIGITS } from './change.ts';
import { crossOf, figuresOf, priceOf } from './cross.ts';
import { exact, readFigure, significant, significantPadded } from './decimal.ts';
import type { Fixing } from './fixing.ts';
import type { Rate, SourceRef, Status } from './wire.ts';

/** Significant digits that people read. UZS/USD needs nine decimals to show them. */
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

/** As printed; a cross rate, which nobody printed and which has more digits than print, is rounded like a price. */
export function inverseText(fixing: Fixing): string {
  const { dollar, unit } = figuresOf(fixing);
  return readFigure(fixing.perDollar) ?? significant(exact(dollar).div(unit), PRICE_DIGITS);
}

/** Whether two rates would be the same JSON: then nothing has changed and no `seq` is spent. */
export function sameRate(a: Rate, b: Rate): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
