// widget: figures as people read them. Exact: text in, whole numbers of any size between, text out.
import type { Rate } from '../src/rates/wire.ts';
import type { Words } from './words.ts';

/** How prices are cut and which way round they are told. */
export interface Cut {
  digits: number;
  /** Places after the point instead of significant digits. */
  decimals: number | null;
  /** The price of this many units: 1, 100, 1000. */
  per: number;
  /** Local units for dollars instead of dollars for local units. */
  invert: boolean;
}

/** A narrow space that never breaks: `0.77 %`. */
const NARROW = '\u202f';

/**
 * The price in plain notation, from the figure that the bank printed, rounded half-even once. `display` would do for
 * five digits of one unit and no more.
 */
export function priceOf({ inverse }: Pick<Rate, 'inverse'>, { digits, decimals, per, invert }: Cut): string {
  const [units = '', fraction = ''] = inverse.split('.');
  const printed = BigInt(units + fraction);
  const scale = 10n ** BigInt(fraction.length);
  const [over, under] = invert ? [printed * BigInt(per), scale] : [scale * BigInt(per), printed];
  if (under === 0n) return '—';
  if (decimals !== null) return quotient(over, under, decimals);
  const places = digits - String(over).length + String(under).length;
  // One place too many where the quotient begins a place higher, and another where rounding has carried into one.
  const cuts = [0, 1, 2].map((step) => ({ at: places - step, text: quotient(over, under, places - step) }));
  return cuts.find(({ at, text }) => shownDigits(text) + Math.min(0, at) <= digits)?.text ?? '';
}

const shownDigits = (text: string) => text.replace('.', '').replace(/^0+/, '').length;

/** `over / under` to a number of places, half-even. Negative places round to tens and hundreds. */
function quotient(over: bigint, under: bigint, places: number): string {
  const tens = 10n ** BigInt(Math.abs(places));
  const [top, bottom] = places < 0 ? [over, under * tens] : [over * tens, under];
  let whole = top / bottom;
  const twice = (top % bottom) * 2n;
  if (twice > bottom || (twice === bottom && whole % 2n === 1n)) whole += 1n;
  if (places <= 0) return String(whole * (places < 0 ? tens : 1n));
  const text = String(whole).padStart(places + 1, '0');
  return `${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** Plain notation with the separators of a language. */
export function localText(plain: string, { decimal, group }: Words): string {
  const [units = '', fraction] = plain.split('.');
  const grouped = units.replace(/\B(?=(\d{3})+$)/g, group);
  return fraction === undefined ? grouped : grouped + decimal + fraction;
}

/** `+0.77 %`, `−0.06 %` with a true minus, `0.00 %`, or `—` where no earlier fixing is known. */
export function percentText(change: Rate['change'], invert: boolean, words: Words): string {
  if (change === null) return '—';
  const percent = invert ? change.inversePercent : change.percent;
  const size = localText(percent.replace('-', ''), words);
  return `${directionOf(change, invert) === 'flat' ? '' : percent.startsWith('-') ? '−' : '+'}${size}${NARROW}%`;
}

/** Which way a price went as it is told; `none` where no earlier fixing is known. */
export function directionOf(change: Rate['change'], invert: boolean): 'up' | 'down' | 'flat' | 'none' {
  if (change === null) return 'none';
  const percent = invert ? change.inversePercent : change.percent;
  return /^-?0*\.?0*$/.test(percent) ? 'flat' : percent.startsWith('-') ? 'down' : 'up';
}
