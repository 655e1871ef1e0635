// rates: the seasons in which banks of the region may publish nothing for more than a week.
import type { IsoDate } from './date.ts';

/** First and last day of the yearly seasons, as month-day. New Year is two entries. */
const SEASONS: readonly (readonly [string, string])[] = [
  ['12-30', '12-31'],
  ['01-01', '01-09'],
  ['03-19', '03-26'], // Nowruz: KZT was carried from 22 to 25 March, the longest gap of five years
  ['05-01', '05-10'], // Labour Day to Victory Day, joined by moved working days
];

/**
 * Days of the Islamic year around the two Eids: 29 Ramadan to 4 Shawwal, 8 to 14 Dhu al-Hijja. One day more than the
 * feasts on each side, because the sighting of the moon moves the holiday between countries.
 */
const EIDS: readonly { month: number; from: number; to: number }[] = [
  { month: 9, from: 29, to: 30 },
  { month: 10, from: 1, to: 4 },
  { month: 12, from: 8, to: 14 },
];

const hijri = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
  day: 'numeric',
  month: 'numeric',
  timeZone: 'UTC',
});

/** Whether a day belongs to a season in which a missing publication is not a fault. */
export function inLongHolidays(date: IsoDate): boolean {
  const monthDay = date.slice(5);
  if (SEASONS.some(([from, to]) => monthDay >= from && monthDay <= to)) return true;
  const parts = hijri.formatToParts(new Date(`${date}T00:00:00Z`));
  const numberOf = (type: 'day' | 'month') => Number(parts.find((part) => part.type === type)?.value);
  const [day, month] = [numberOf('day'), numberOf('month')];
  return EIDS.some((eid) => eid.month === month && day >= eid.from && day <= eid.to);
}
