// widget: figures as people read them. Exact: text in, text out, and no rate is ever a number between.
import type { Change, Rate } from '../../src/rates/wire.ts';
import type { Words } from './words.ts';

/** How prices are cut and which way round they are told. */
export interface Cut {
  /** Made once: that takes longer than all else that a tick does. */
  format: Intl.NumberFormat;
  /** The price of ten to this power units. */
  tens: number;
  /** Local units for dollars instead of dollars for local units. */
  invert: boolean;
}

/** `none` where no earlier fixing is known: not the same as `flat`. */
export type Direction = 'up' | 'down' | 'flat' | 'none';

/** Cuts to so many significant digits, or to so many places after the point where those are asked for. */
export function cutTo(digits: number, decimals: number | ''): Pick<Cut, 'format'> {
  const [kind, count] = decimals === '' ? ['SignificantDigits', digits] : ['FractionDigits', decimals];
  return {
    format: new Intl.NumberFormat('en', {
      [`minimum${kind}`]: count,
      [`maximum${kind}`]: count,
      roundingMode: 'halfEven',
    }),
  };
}

/** What a price is a quotient of. */
interface Figures extends Pick<Rate, 'inverse'> {
  cross?: Partial<NonNullable<Rate['cross']>>;
}

/** Of a quotient: more than twenty decimals and the zeros before them. */
const PLACES = 40;

/** A figure in units of its last of so many places. */
function wholeOf(figure: string, places: number): bigint {
  const [units, fraction = ''] = figure.split('.') as [string, string?];
  return BigInt(units + fraction.padEnd(places, '0'));
}

/**
 * The price as it is read, rounded half-even once: a quotient of the figures that were printed, since `rate` is rounded
 * itself, and its thirteenth digit would be an invented zero. `Intl` reads decimal text of any length without making a
 * number of it, and reads the power of ten as a place of the point.
 */
export function priceText(
  { inverse, cross = {} }: Figures,
  { format, tens, invert }: Cut,
  words: Words,
): string {
  const { dollar = inverse, unit = '1' } = cross;
  const [over, under] = invert ? [dollar, unit] : [unit, dollar];
  try {
    const quotient = wholeOf(over, 2 * PLACES) / wholeOf(under, PLACES);
    return localText(format.format(`${quotient}e${tens - PLACES}` as `${number}`), words);
  } catch {
    // Text that is no figure, or a zero: nothing is thrown at the page for it.
    return '—';
  }
}

/** Plain notation, with or without English separators, with those of a language. */
export function localText(plain: string, { decimal, group }: Words): string {
  return plain.replace(/[,.]/g, (separator) => (separator === '.' ? decimal : group));
}

const percentOf = (change: Change, invert: boolean) => (invert ? change.inversePercent : change.percent);

/** `+0.77 %`, `−0.06 %` with a true minus, `0.00 %`, or `—` where no earlier fixing is known. */
export function percentText(change: Change | null, invert: boolean, words: Words): string {
  if (!change) return '—';
  const direction = directionOf(change, invert);
  const sign = direction === 'up' ? '+' : direction === 'down' ? '−' : '';
  // A narrow space that never breaks.
  return `${sign}${localText(percentOf(change, invert).replace('-', ''), words)}\u202f%`;
}

/** Which way a price went in the direction in which it is told. */
export function directionOf(change: Change | null, invert: boolean): Direction {
  if (!change) return 'none';
  const percent = percentOf(change, invert);
  if (!/[1-9]/.test(percent)) return 'flat';
  return percent.startsWith('-') ? 'down' : 'up';
}
