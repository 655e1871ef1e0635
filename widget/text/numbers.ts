// widget: figures as people read them. Exact: text in, text out. No rate is converted to a JavaScript number.
import type { Change, Rate } from '../../src/rates/wire.ts';
import type { Words } from './words.ts';

/** How prices are rounded, and in which direction they are shown. */
export interface Cut {
  /** Created once, because its creation takes longer than the rest of an update. */
  format: Intl.NumberFormat;
  /** Whether `display` is already rounded as asked. It was rounded from more digits than `rate` has. */
  isDisplay: boolean;
  /** The price is for ten to the power of this many units. */
  tens: number;
  /** Local units for one dollar instead of dollars for local units. */
  invert: boolean;
}

/** `none`: no earlier fixing is known. `flat`: the rate has not changed. */
export type Direction = 'up' | 'down' | 'flat' | 'none';

/** The significant digits of `display`. */
const DISPLAY_DIGITS = 5;

/** Rounds to `digits` significant digits, or to `decimals` places after the point unless that is empty. */
export function cutTo(digits: number, decimals: number | ''): Pick<Cut, 'format' | 'isDisplay'> {
  const [kind, count] = decimals === '' ? ['SignificantDigits', digits] : ['FractionDigits', decimals];
  return {
    format: new Intl.NumberFormat('en', {
      [`minimum${kind}`]: count,
      [`maximum${kind}`]: count,
      roundingMode: 'halfEven',
    }),
    isDisplay: decimals === '' && digits === DISPLAY_DIGITS,
  };
}

/**
 * Returns the price, rounded half-even once. `Intl` reads decimal text of any length exactly. The exponent moves the
 * point.
 */
export function priceText(rate: Rate, { format, isDisplay, tens, invert }: Cut, words: Words): string {
  const text = invert ? rate.inverse : isDisplay ? rate.display : rate.rate;
  return localText(format.format(`${text}e${tens}` as `${number}`), words);
}

/** Replaces English separators, if there are any, by those of a language. */
export function localText(plain: string, { decimal, group }: Words): string {
  return plain.replace(/[,.]/g, (separator) => (separator === '.' ? decimal : group));
}

const percentOf = (change: Change, invert: boolean) => (invert ? change.inversePercent : change.percent);

/** Returns `+0.77 %`, `−0.06 %` with a true minus, `0.00 %`, or `—` if no earlier fixing is known. */
export function percentText(change: Change | null, invert: boolean, words: Words): string {
  if (!change) return '—';
  const sign = { up: '+', down: '−', flat: '', none: '' }[directionOf(change, invert)];
  // A narrow no-break space before the sign.
  return `${sign}${localText(percentOf(change, invert).replace('-', ''), words)}\u202f%`;
}

/** Returns the direction of the change of the shown price. */
export function directionOf(change: Change | null, invert: boolean): Direction {
  if (!change) return 'none';
  const percent = percentOf(change, invert);
  if (!/[1-9]/.test(percent)) return 'flat';
  return percent.startsWith('-') ? 'down' : 'up';
}
