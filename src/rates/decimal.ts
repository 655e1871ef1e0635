// rates: the only importer of decimal.js. It takes and returns text; no figure ever becomes a JavaScript number.
import { Decimal as Base } from 'decimal.js';

/** 34 significant digits, as IEEE 754 decimal128: an output of 12 digits is rounded from 22 more. */
const Decimal = Base.clone({ precision: 34, rounding: Base.ROUND_HALF_EVEN, defaults: true });
/** A decimal number. It is never converted to a JavaScript number. */
export type Decimal = Base;

// 15 digits on either side of the point fit into 34 without loss. The largest figure ever printed for a dollar here
// is 12,928.27 soum; a longer text is damaged. A leading zero ("0012") is a sign of damage as well.
const UNSIGNED = /^(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?$/;

/** The decimal separator of a publisher. */
export type Separator = '.' | ',';

/**
 * Reads a figure as a publisher printed it. Returns plain text with a point and the same digits (`"87,4500"` →
 * `"87.4500"`), or `null` for anything else: signs, blanks, exponents, `0x10`, `1_000`, full-width digits and the
 * wrong separator. decimal.js itself would accept five of these.
 */
export function readFigure(printed: string, separator: Separator = '.'): string | null {
  const text = separator === ',' ? swapComma(printed) : printed;
  return text !== null && UNSIGNED.test(text) ? text : null;
}

/** Reads a signed figure (`"-3.68"`, `"+0.51"`, `"7.74"`, `"0"`); `null` for anything else. */
export function readSignedFigure(printed: string, separator: Separator = '.'): string | null {
  const sign = printed.startsWith('-') ? '-' : '';
  const text = readFigure(/^[+-]/.test(printed) ? printed.slice(1) : printed, separator);
  return text === null ? null : sign + text;
}

function swapComma(printed: string): string | null {
  return printed.includes('.') ? null : printed.replace(',', '.');
}

/** A decimal from text that `readFigure` has accepted, or from our own plain notation. */
export function decimal(text: string): Decimal {
  return new Decimal(text);
}

/** Plain notation of the exact value without trailing zeros, and without an exponent for any size. */
export function plain(value: Decimal): string {
  return value.toFixed();
}

/** Rounds half-even to `digits` significant digits and drops trailing zeros: `0.00210486434149`. */
export function significant(value: Decimal, digits: number): string {
  return value.toSignificantDigits(digits, Base.ROUND_HALF_EVEN).toFixed();
}

/** Rounds half-even to `digits` significant digits and keeps the zeros: `0.50000`. */
export function significantPadded(value: Decimal, digits: number): string {
  const rounded = value.toSignificantDigits(digits, Base.ROUND_HALF_EVEN);
  return rounded.toFixed(Math.max(0, digits - 1 - rounded.e));
}

/** Rounds half-even to `places` decimals and keeps the zeros: `0.01144`. */
export function fixed(value: Decimal, places: number): string {
  return value.toFixed(places, Base.ROUND_HALF_EVEN);
}

/** A percentage with two decimals, rounded half away from zero, and never `-0.00`. */
export function percentText(value: Decimal): string {
  const text = value.toFixed(2, Base.ROUND_HALF_UP);
  return text === '-0.00' ? '0.00' : text;
}

/** `a - b` in plain notation with the digits of `a` after the point: `12149.84 - 7.74` is `12142.10`. */
export function minus(a: string, b: string): string {
  const places = (text: string) => (text.split('.')[1] ?? '').length;
  return new Decimal(a).minus(new Decimal(b)).toFixed(Math.max(places(a), places(b)));
}

/** `a / b` in plain notation with 34 digits, for further arithmetic. */
export function quotient(a: string, b: string): string {
  return new Decimal(a).div(new Decimal(b)).toFixed();
}

// Products of four printed figures have up to 150 digits. A quotient of two such products differs from every tie at
// 34 digits within the first 200 digits, so that nothing is rounded twice.
const Exact = Base.clone({ precision: 250, rounding: Base.ROUND_HALF_EVEN, defaults: true });

/** A decimal whose products are exact. One quotient of them is precise enough to be rounded correctly. */
export function exact(text: string): Decimal {
  return new Exact(text);
}
