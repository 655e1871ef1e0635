// widget: figures as people read them. Exact: text in, text out. No rate is converted to a JavaScript number.
import type { Change, Rate } from '../../src/rates/wire.ts';
import type { Words } from './words.ts';

/** How prices are rounded, and in which direction they are shown. */
export interface PriceFormat {
  /** The rounding. Created once, because its creation takes longer than the rest of an update. */
  numberFormat: Intl.NumberFormat;
  /** The price is for ten to the power of this many units. */
  tens: number;
  /** Local units for one dollar instead of dollars for local units. */
  invert: boolean;
}

/** `none`: no earlier fixing is known. `flat`: the rate has not changed. */
export type Direction = 'up' | 'down' | 'flat' | 'none';

/** Returns a format with `digits` significant digits, or with `decimals` places after the point unless that is empty. */
export function numberFormatOf(digits: number, decimals: number | ''): Intl.NumberFormat {
  const [kind, count] = decimals === '' ? ['SignificantDigits', digits] : ['FractionDigits', decimals];
  return new Intl.NumberFormat('en', {
    [`minimum${kind}`]: count,
    [`maximum${kind}`]: count,
    roundingMode: 'halfEven',
  });
}

/** The printed figures. A price is a quotient of them. */
interface Figures extends Pick<Rate, 'inverse'> {
  cross?: Partial<NonNullable<Rate['cross']>>;
}

/** Decimals of a quotient: more than the twenty that are shown, and the zeros before them. */
const PLACES = 40;

/** A figure as a whole number of units of its last place. */
function wholeOf(figure: string, places: number): bigint {
  const [units, fraction = ''] = figure.split('.') as [string, string?];
  return BigInt(units + fraction.padEnd(places, '0'));
}

/**
 * Returns the price, rounded half-even once: the quotient of the printed figures. `rate` itself is rounded, so its
 * thirteenth digit would be a false zero. `Intl` reads decimal text of any length exactly. The exponent moves the point.
 */
export function priceText(
  { inverse, cross = {} }: Figures,
  { numberFormat, tens, invert }: PriceFormat,
  words: Words,
): string {
  const { dollar = inverse, unit = '1' } = cross;
  const [over, under] = invert ? [dollar, unit] : [unit, dollar];
  try {
    const quotient = wholeOf(over, 2 * PLACES) / wholeOf(under, PLACES);
    return localText(numberFormat.format(`${quotient}e${tens - PLACES}` as `${number}`), words);
  } catch {
    // Text that is not a figure, or a zero. An exception would reach the page.
    return '—';
  }
}

/** Replaces English separators, if there are any, by those of a language. */
export function localText(plain: string, { decimal, group }: Words): string {
  return plain.replace(/[,.]/g, (separator) => (separator === '.' ? decimal : group));
}

const percentOf = (change: Change, invert: boolean) => (invert ? change.inversePercent : change.percent);

/** Returns `+0.77 %`, `−0.06 %` with a true minus, `0.00 %`, or `—` if no earlier fixing is known. */
export function percentText(change: Change | null, invert: boolean, words: Words): string {
  if (!change) return '—';
  const direction = directionOf(change, invert);
  const sign = direction === 'up' ? '+' : direction === 'down' ? '−' : '';
  // A narrow no-break space before the sign.
  return `${sign}${localText(percentOf(change, invert).replace('-', ''), words)}\u202f%`;
}

/** Returns the direction of the change of the shown price. */
export function directionOf(change: Change | null, invert: boolean): Direction {
  if (!change) return 'none';
  const percent = percentOf(change, invert);
  if (!/[1-9]/.test(percent)) return 'flat';
  return percent[0] === '-' ? 'down' : 'up';
}
