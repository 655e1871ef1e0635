// rates: the classic strip and the other text forms of a snapshot.
import { inverseOf, perDollarOf, priceOf } from './cross.ts';
import { type Decimal, fixed, significantPadded } from './decimal.ts';
import type { Rate } from './wire.ts';

/** How prices are cut: `decimals` places after the point, or `digits` significant ones; neither = `display`. */
export interface Rounding {
  decimals?: number;
  digits?: number;
}

/** `0%`, `—` when no previous fixing is known, else two decimals: `-0.19%`. */
export function changeText(rate: Rate): string {
  if (rate.change === null) return '—';
  return rate.change.percent === '0.00' ? '0%' : `${rate.change.percent}%`;
}

/** The price of one unit in dollars, from the printed figures, rounded once. */
export function priceText(rate: Rate, cut: Rounding): string {
  if (cut.decimals === undefined && cut.digits === undefined) return rate.display;
  const price = priceOf(perDollarOf(rate));
  return cut.decimals === undefined ? significantPadded(price, cut.digits ?? 0) : fixed(price, cut.decimals);
}

/** One figure alone: the price, or the dollar in local units; as it stands in the rate, or in `digits` digits. */
export function figureText(rate: Rate, isInverse: boolean, digits?: number): string {
  if (!isInverse) return digits === undefined ? rate.rate : priceText(rate, { digits });
  return digits === undefined ? rate.inverse : significantPadded(inverseOf(perDollarOf(rate)), digits);
}

/** The same rate with its price and its inverse cut as asked, each rounded once from the printed figures. */
export function cutRate(rate: Rate, { decimals, digits = 0 }: Rounding): Rate {
  const figures = perDollarOf(rate);
  const cut = (value: Decimal) =>
    decimals === undefined ? significantPadded(value, digits) : fixed(value, decimals);
  return { ...rate, rate: cut(priceOf(figures)), inverse: cut(inverseOf(figures)) };
}

/** One pair a line: `KGS/USD = 0.01144 0%`. */
export function stripText(rates: readonly Rate[], cut: Rounding): string {
  return rates.map((rate) => `${rate.pair} = ${priceText(rate, cut)} ${changeText(rate)}\n`).join('');
}

const CSV_HEAD = ['pair', 'rate', 'percent', 'inverse', 'date', 'source', 'kind', 'status', 'fetchedAt'];

/** One line of RFC 4180: what holds a comma, a quote or a line's end stands in quotes. */
export function csvLine(fields: readonly string[]): string {
  const quoted = fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field));
  return `${quoted.join(',')}\r\n`;
}

/** RFC 4180 with a head row; `percent` is empty when no previous fixing is known. */
export function csvText(rates: readonly Rate[], cut: Rounding): string {
  const rows = rates.map((rate) => [
    rate.pair,
    isRounded(cut) ? priceText(rate, cut) : rate.rate,
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

/** One Rate a line as JSON, `display` cut as asked. */
export function ndjsonText(rates: readonly Rate[], cut: Rounding): string {
  return rates.map((rate) => `${JSON.stringify({ ...rate, display: priceText(rate, cut) })}\n`).join('');
}

function isRounded(cut: Rounding): boolean {
  return cut.decimals !== undefined || cut.digits !== undefined;
}
