// sources: the seed file. People edit it, so one error names every problem in it.
import { isIsoDate } from '../../rates/date.ts';
import { type Bulletin, type Code, readPerDollar } from '../../rates/fixing.ts';
import type { SourceRef } from '../../rates/wire.ts';
import { type Fields, isFields } from '../reading/json.ts';
import { unreadable } from '../source.ts';

/** The seed as rates and reports name it. It is not a source that is polled. */
export const SEED_REF: SourceRef = { id: 'seed', name: 'Seed', kind: 'seed', url: '' };

/** The terms of its figures. */
export const SEED_TERMS =
  'Kept by hand: real fixings of an earlier day, or figures that an operator has set.';

/** One rate of a seed file; `previous` is `null` where the file has none. */
export interface SeedEntry {
  bulletin: Bulletin;
  previous: Bulletin | null;
}

/**
 * Reads a seed file: `{"rates":[{"code","nominal","value","date","previous":{"value","date"}}]}`, figures as strings
 * with a point. Throws `source-unreadable` with every problem and its place.
 */
export function readSeed(text: string): SeedEntry[] {
  const problems: string[] = [];
  const rows = rowsOf(text);
  const entries = rows.map((row, index) => readRow(row, `rates[${index}]`, problems));
  const codes = rows.map((row) => row.code);
  for (const [index, code] of codes.entries()) {
    if (codes.indexOf(code) !== index) problems.push(`rates[${index}].code: ${String(code)} is listed twice`);
  }
  if (problems.length > 0) throw unreadable(problems.join('; '));
  return entries.filter((entry) => entry !== null);
}

function rowsOf(text: string): Fields[] {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw unreadable('not JSON', error);
  }
  const rows = isFields(document) ? document.rates : undefined;
  if (!Array.isArray(rows) || rows.length === 0)
    throw unreadable('rates: expected a list with at least one rate');
  if (!rows.every(isFields)) throw unreadable('rates: expected an object for every rate');
  return rows;
}

function readRow(row: Fields, where: string, problems: string[]): SeedEntry | null {
  const { code, nominal = '1' } = row;
  if (typeof code !== 'string' || !/^[A-Z]{3}$/.test(code)) {
    problems.push(`${where}.code: expected three capital letters`);
    return null;
  }
  if (typeof nominal !== 'string' || readPerDollar('1', nominal, '.') === null) {
    problems.push(`${where}.nominal: expected "1", "10", "100" … as a string`);
    return null;
  }
  const bulletin = readFigureOn(row, where, code, nominal, problems);
  const previous = row.previous === undefined || row.previous === null ? null : row.previous;
  if (previous === null) return bulletin && { bulletin, previous: null };
  if (!isFields(previous)) {
    problems.push(`${where}.previous: expected an object with value and date`);
    return null;
  }
  const before = readFigureOn(previous, `${where}.previous`, code, nominal, problems);
  if (bulletin === null || before === null) return null;
  if (before.date >= bulletin.date)
    problems.push(`${where}.previous.date: expected a day before ${bulletin.date}`);
  return { bulletin, previous: before };
}

function readFigureOn(
  { value, date }: Fields,
  where: string,
  code: Code,
  nominal: string,
  problems: string[],
): Bulletin | null {
  const figure = typeof value === 'string' ? readPerDollar(value, nominal, '.') : null;
  const day = typeof date === 'string' && isIsoDate(date) ? date : null;
  if (figure === null)
    problems.push(`${where}.value: expected a positive figure such as "87.4500", as a string`);
  if (day === null) problems.push(`${where}.date: expected a day such as "2026-05-23"`);
  if (typeof value !== 'string' || figure === null || day === null) return null;
  return { code, date: day, printed: value, nominal, perDollar: figure };
}
