// sources: figures kept by hand, in a file that people edit, so every problem in it is named at once.
import { isIsoDate } from '../../rates/date.ts';
import { type Bulletin, type Code, perDollar } from '../../rates/fixing.ts';
import type { SourceRef } from '../../rates/wire.ts';
import { type Fields, isFields } from '../reading/json.ts';
import { unreadable } from '../source.ts';

export const SEED_REF: SourceRef = { id: 'seed', name: 'Seed', kind: 'seed', url: '' };

/** One hand-kept rate; `previous` as far as the file knows it. */
export interface SeedEntry {
  bulletin: Bulletin;
  previous: Bulletin | null;
}

/**
 * Reads a seed file: `{"rates":[{"code","nominal","value","date","previous":{"value","date"}}]}`, figures as strings
 * with a point. Throws `source-unreadable` with every problem and where it stands.
 */
export function readSeed(text: string): SeedEntry[] {
  const problems: string[] = [];
  const rows = rowsOf(text);
  const entries = rows.map((row, index) => readRow(row, `rates[${index}]`, problems));
  const codes = rows.map((row) => row.code);
  for (const [index, code] of codes.entries()) {
    if (codes.indexOf(code) !== index)
      problems.push(`rates[${index}].code: ${String(code)} stands there twice`);
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
    throw unreadable('rates: a list with at least one rate is due');
  if (!rows.every(isFields)) throw unreadable('rates: every rate is an object');
  return rows;
}

function readRow(row: Fields, where: string, problems: string[]): SeedEntry | null {
  const { code, nominal = '1' } = row;
  if (typeof code !== 'string' || !/^[A-Z]{3}$/.test(code)) {
    problems.push(`${where}.code: three capital letters are due`);
    return null;
  }
  if (typeof nominal !== 'string' || perDollar('1', nominal, '.') === null) {
    problems.push(`${where}.nominal: "1", "10", "100" … is due, as a string`);
    return null;
  }
  const bulletin = readFigureOn(row, where, code, nominal, problems);
  const previous = row.previous === undefined || row.previous === null ? null : row.previous;
  if (previous === null) return bulletin && { bulletin, previous: null };
  if (!isFields(previous)) {
    problems.push(`${where}.previous: an object with value and date is due`);
    return null;
  }
  const before = readFigureOn(previous, `${where}.previous`, code, nominal, problems);
  if (bulletin === null || before === null) return null;
  if (before.date >= bulletin.date)
    problems.push(`${where}.previous.date: a day before ${bulletin.date} is due`);
  return { bulletin, previous: before };
}

function readFigureOn(
  { value, date }: Fields,
  where: string,
  code: Code,
  nominal: string,
  problems: string[],
): Bulletin | null {
  const figure = typeof value === 'string' ? perDollar(value, nominal, '.') : null;
  const day = typeof date === 'string' && isIsoDate(date) ? date : null;
  if (figure === null)
    problems.push(`${where}.value: a positive figure such as "87.4500" is due, as a string`);
  if (day === null) problems.push(`${where}.date: a day such as "2026-05-23" is due`);
  if (typeof value !== 'string' || figure === null || day === null) return null;
  return { code, date: day, printed: value, nominal, perDollar: figure };
}
