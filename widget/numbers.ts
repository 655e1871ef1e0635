// widget: figures as people read them. Exact: text in, text out, and no rate is ever a number between.
import type { Change, Rate } from '../src/rates/wire.ts';
import type { Words } from './words.ts';

/** How prices are cut and which way round they are told. */
export interface Cut {
  digits: number;
  /** Places after the point instead of significant digits, when set. */
  decimals: number | '';
  /** The price of ten to this power units. */
  tens: number;
  /** Local units for dollars instead of dollars for local units. */
  invert: boolean;
}

/** `none` where no earlier fixing is known: not the same as `flat`. */
export type Direction = 'up' | 'down' | 'flat' | 'none';

/** The digits that `display` has. */
const DISPLAY_DIGITS = 5;

/**
 * The price as it is read, rounded half-even once. `Intl` reads decimal text of any length without making a number of
 * it, and reads the power of ten as a place of the point.
 */
export function priceText(rate: Rate, { digits, decimals, tens, invert }: Cut, words: Words): string {
  const [kind, count] = decimals === '' ? ['SignificantDigits', digits] : ['FractionDigits', decimals];
  const isDisplay = decimals === '' && digits === DISPLAY_DIGITS;
  const text = invert ? rate.inverse : isDisplay ? rate.display : rate.rate;
  return localText(formatOf(`${kind}`, Number(count)).format(`${text}e${tens}` as `${number}`), words);
}

const formats = new Map<string, Intl.NumberFormat>();

/** Each is made once: that takes longer than all else that a tick does. */
function formatOf(kind: string, count: number): Intl.NumberFormat {
  const key = kind + count;
  const format =
    formats.get(key) ??
    new Intl.NumberFormat('en', {
      [`minimum${kind}`]: count,
      [`maximum${kind}`]: count,
      roundingMode: 'halfEven',
    });
  formats.set(key, format);
  return format;
}

/** Plain notation, with or without English separators, with those of a language. */
export function localText(plain: string, { decimal, group }: Words): string {
  return plain.replace(/[,.]/g, (separator) => (separator === '.' ? decimal : group));
}

const percentOf = (change: Change, invert: boolean) => (invert ? change.inversePercent : change.percent);

/** `+0.77 %`, `−0.06 %` with a true minus, `0.00 %`, or `—` where no earlier fixing is known. */
export function percentText(change: Change | null, invert: boolean, words: Words): string {
  if (!change) return '—';
  const sign = { up: '+', down: '−', flat: '', none: '' }[directionOf(change, invert)];
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
