// rates: an amount of one currency in another, through the dollar.
import { quotientOf } from './decimal.ts';

/**
 * `amount` units at `fromPerDollar` in units at `toPerDollar`: figures in local units for one dollar, `"1"` for the
 * dollar itself. Exact before the one rounding, half-even to `digits` significant digits.
 */
export function convert(amount: string, fromPerDollar: string, toPerDollar: string, digits: number): string {
  return quotientOf(amount, toPerDollar, fromPerDollar, digits);
}
