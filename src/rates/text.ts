// rates: the classic strip and the other text forms of a snapshot.
import { inverseOf, perDollarOf, priceOf } from './cross.ts';
import { type Decimal, fixed, significantPadded } from './decimal.ts';
import type { Rate } from './wire.ts';

/**
 * How prices are rounded: to `decimals` places after the point, or to `digits` significant digits; neither =
 * `display`.
 */
export interface Rounding {
  decimals?: number;
  digits?: number;
}

/** `0%`; `—` when no previous fixing is known; else two decimals: `-0.19%`. */
export function changeText(rate: Rate): string {
  if (rate.change === null) return '—';
  return rate.change.percent === '0.00' ? '0%' : `${rate.change.percent}%`;
}

const isRounded = ({ decimals, digits }: Rounding) => decimals !== undefined || digits !== undefined;

/** Rounded once: `value` is not rounded yet. */
const rounded = (value: Decimal, { decimals, digits = 0 }: Rounding) =>
  decimals === undefined ? significantPadded(value, digits) : fixed(value, decimals);

/** The price of one unit in dollars, from the printed figures, rounded once. */
export function priceText(rate: Rate, rounding: Rounding): string {
  return isRounded(rounding) ? rounded(priceOf(perDollarOf(rate)), rounding) : rate.display;
}

/** One figure: the price, or the dollar in local units. Without a rounding it is the one in the rate. */
export function figureText(rate: Rate, isInverse: boolean, rounding: Rounding): string {
  if (!isRounded(rounding)) return isInverse ? rate.inverse : rate.rate;
  const perDollar = perDollarOf(rate);
  return rounded(isInverse ? inverseOf(perDollar) : priceOf(perDollar), rounding);
}

/** One pair a line: `KGS/USD = 0.01144 0%`. */
export function stripText(rates: readonly Rate[], rounding: Rounding): string {
  return rates.map((rate) => `${rate.pair} = ${priceText(rate, rounding)} ${changeText(rate)}\n`).join('');
}

const CSV_HEAD = ['pair', 'rate', 'percent', 'inverse', 'date', 'source', 'kind', 'status', 'fetchedAt'];

/** One line of RFC 4180: a field with a comma, a quote or a line end is quoted. */
export function csvLine(fields: readonly string[]): string {
  const quoted = fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field));
  return `${quoted.join(',')}\r\n`;
}

/** RFC 4180 with a header row; `percent` is empty when no previous fixing is known. */
export function csvText(rates: readonly Rate[], rounding: Rounding): string {
  const rows = rates.map((rate) => [
    rate.pair,
    isRounded(rounding) ? priceText(rate, rounding) : rate.rate,
    rate.change?.percent ?? '',
    rate.inverse,
    rate.date,
    rate.source.id,
    rate.source.kind,
    rate.status,
    rate.fetchedAt,
  ]);
  return [CSV_HEAD, ...rows].map(csvLine).join('');
}

/** One Rate a line as JSON, with `display` rounded as requested. */
export function ndjsonText(rates: readonly Rate[], rounding: Rounding): string {
  return rates.map((rate) => `${JSON.stringify({ ...rate, display: priceText(rate, rounding) })}\n`).join('');
}
