// rates: an amount of one currency in another, through the dollar.
import { crossFiguresOf, type ExactPerDollar } from './cross.ts';
import { exact, significant } from './decimal.ts';

/**
 * Converts `amount` units of one currency into another. `from` and `to` are local units for one dollar, `"1"` for the
 * dollar itself. The result is rounded once, half-even to `digits` significant digits.
 */
export function convert(amount: string, from: ExactPerDollar, to: ExactPerDollar, digits: number): string {
  const [sold, bought] = [crossFiguresOf(from), crossFiguresOf(to)];
  const over = exact(amount).times(bought.dollar).times(sold.unit);
  return significant(over.div(exact(bought.unit).times(sold.dollar)), digits);
}
