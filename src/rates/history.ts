// rates: past fixings as the service returns them: publisher, time of the first read, and the exact text.
import { PRICE_DIGITS } from './change.ts';
import { figuresOf, priceOf } from './cross.ts';
import { significant } from './decimal.ts';
import type { Fixing } from './fixing.ts';
import { inverseText } from './rate.ts';
import { csvLine } from './text.ts';
import type { HistoryRow } from './wire.ts';

/** The row of a fixing. */
export function historyRow(fixing: Fixing): HistoryRow {
  const { date, printed, nominal, source, fetchedAt } = fixing;
  const rate = significant(priceOf(figuresOf(fixing)), PRICE_DIGITS);
  return { date, rate, inverse: inverseText(fixing), printed, nominal, source, fetchedAt };
}

const COLUMNS = ['date', 'rate', 'inverse', 'printed', 'nominal', 'source', 'fetchedAt'] as const;

/** RFC 4180 with a header row; a printed decimal comma is quoted. */
export function historyCsv(rows: readonly HistoryRow[]): string {
  return [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))].map(csvLine).join('');
}

/** One JSON row a line. */
export function historyNdjson(rows: readonly HistoryRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
