// rates: calendar days as text. A day has no zone; only `localTime` reads an instant.

/** A calendar day, `2026-04-02`. Compares as text. */
export type IsoDate = string;

/** Sunday is 0, as in `Date.getUTCDay`. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const DAY_MS = 86_400_000;

/** Before and after every day of a bank: the bounds of a query for all days. */
export const FIRST_DAY: IsoDate = '0000-01-01';
export const LAST_DAY: IsoDate = '9999-12-31';

/** Whether the text is an existing day: `2026-02-30` is not. */
export function isIsoDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/** Reads `24.05.2026` or `24/05/2026`; `null` when it is not a day. */
export function readDottedDate(text: string): IsoDate | null {
  const match = /^(\d{2})[./](\d{2})[./](\d{4})$/.exec(text);
  if (match === null) return null;
  const date = `${match[3]}-${match[2]}-${match[1]}`;
  return isIsoDate(date) ? date : null;
}

/** `2026-05-24` as `24.05.2026`, or with another separator. */
export function dottedDate(date: IsoDate, joint = '.'): string {
  return date.split('-').reverse().join(joint);
}

/** The day `days` after (or, negative, before) a day. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whole days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS;
}

/** The weekday of a day. */
export function weekdayOf(date: IsoDate): Weekday {
  return new Date(`${date}T00:00:00Z`).getUTCDay() as Weekday;
}

/** Whether a day is one of the given weekdays. */
export function isWeekend(date: IsoDate, weekend: readonly Weekday[]): boolean {
  return weekend.includes(weekdayOf(date));
}

/** Wall clock of an instant in a zone given by its whole-hour distance from UTC. */
export interface LocalTime {
  date: IsoDate;
  /** Minutes since local midnight. */
  minutes: number;
}

/**
 * Local day and minute. The banks' zones have no daylight saving time (Almaty UTC+5 since March 2024, Bishkek +6,
 * Dushanbe, Tashkent, Ashgabat +5, Tbilisi +4, Moscow +3), so an offset is enough and the image needs no zone data.
 */
export function localTime(now: Date, utcOffsetHours: number): LocalTime {
  const local = new Date(now.getTime() + utcOffsetHours * 3_600_000);
  return {
    date: local.toISOString().slice(0, 10),
    minutes: local.getUTCHours() * 60 + local.getUTCMinutes(),
  };
}
