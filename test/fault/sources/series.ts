// fault: years of real fixings, in a folder outside the repository that may be missing.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { addDays, daysBetween, type IsoDate, isWeekend, weekdayOf } from '../../../src/rates/date.ts';
import { cbu } from '../../../src/sources/banks/cbu.ts';
import { nbk } from '../../../src/sources/banks/nbk.ts';
import { nbkr } from '../../../src/sources/banks/nbkr.ts';
import { nbt } from '../../../src/sources/banks/nbt.ts';
import type { Source } from '../../../src/sources/source.ts';

export interface Day {
  date: IsoDate;
  figure: string;
}

export const BANKS: readonly { code: string; source: Source }[] = [
  { code: 'KZT', source: nbk },
  { code: 'KGS', source: nbkr },
  { code: 'TJS', source: nbt },
  { code: 'UZS', source: cbu },
];

const data = resolve(new URL('../../..', import.meta.url).pathname, process.env.SHARED_DATA ?? '../shared');
const folder = resolve(data, 'series');
export const HAS_SERIES = existsSync(folder);

/** All days of a code, oldest first; in one of the sources a printed 0 means "no rate". */
export function readSeries(code: string): Day[] {
  const lines = readFileSync(resolve(folder, `${code}.csv`), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines
    .map((line) => line.split(','))
    .map(([date = '', figure = '']) => ({ date, figure }))
    .filter(({ figure }) => Number(figure) > 0)
    .map((day) => (code === 'KZT' && day.date >= WEEKDAYS_ONLY ? saturdayOf(day) : day));
}

/** From here on the series of the tenge has only weekdays: its Monday row is the fixing dated Saturday. */
const WEEKDAYS_ONLY = '2021-01-01';

function saturdayOf(day: Day): Day {
  return weekdayOf(day.date) === 1 ? { ...day, date: addDays(day.date, -2) } : day;
}

/** A gap of more than two weeks is a gap in the data set, not in the bank's year: a new run starts after it. */
const HOLE_DAYS = 14;

/** The series in runs without a gap: fixings of working days, and of weekends with a new value. */
export function stretchesOf(code: string, weekend: Source['calendar']['weekend']): Day[][] {
  const stretches: Day[][] = [];
  let last: Day | undefined;
  for (const day of readSeries(code)) {
    const isNew = last === undefined || daysBetween(last.date, day.date) > HOLE_DAYS;
    if (isNew) stretches.push([]);
    if (!isNew && isWeekend(day.date, weekend) && day.figure === last?.figure) continue;
    stretches.at(-1)?.push(day);
    last = day;
  }
  return stretches.filter((days) => days.length > 1);
}
