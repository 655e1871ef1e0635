// rates: when a bank promises a fixing, and when its absence is a fault.
import {
  addDays,
  daysBetween,
  type IsoDate,
  isWeekend,
  type LocalTime,
  localTime,
  type Weekday,
} from './date.ts';
import { inLongHolidays } from './holidays.ts';

/** A publisher's own calendar. The six banks set a rate on Monday to Friday and date it on a later working date. */
export interface Calendar {
  /** IANA name of the zone, in which the polling windows are written. */
  zone: string;
  /** Whole hours ahead of UTC, the year round. */
  utcOffsetHours: number;
  /** Weekdays that no fixing is dated: Sunday and Monday where Friday's is dated Saturday. */
  weekend: readonly Weekday[];
  /** Local minutes after midnight from which tomorrow's fixing may be out. */
  opens: number;
  /** Local minutes after midnight by which it is out on an ordinary day. */
  closes: number;
  /** A market source sets a figure on every day, weekends included, and dates it that day. */
  everyDay?: true;
}

/** A fixing is dated at most the next working date: Saturday to Tuesday and one holiday. */
const AHEAD_DAYS = 4;
/** In the long holidays the bank closes for up to nine days and dates the fixing on its return. */
const HOLIDAY_DAYS = 12;

const SATURDAY: Weekday = 6;
const SUNDAY: Weekday = 0;

/** Local day and minute at the bank. */
export function bankTime(calendar: Calendar, now: Date): LocalTime {
  return localTime(now, calendar.utcOffsetHours);
}

/** The next date after `date` for which the bank sets a rate, holidays aside. */
export function nextFixingDate(date: IsoDate, calendar: Calendar): IsoDate {
  let day = addDays(date, 1);
  while (isWeekend(day, calendar.weekend)) day = addDays(day, 1);
  return day;
}

/** Whether a working date lies strictly between two dates, so that a fixing may have been missed there. */
export function skipsFixing(from: IsoDate, to: IsoDate, calendar: Calendar): boolean {
  return nextFixingDate(from, calendar) < to;
}

/** Whether a date is further ahead of the bank's today than a fixing can be. */
export function tooFarAhead(date: IsoDate, calendar: Calendar, now: Date): boolean {
  const { date: today } = bankTime(calendar, now);
  const allowed = holidaysBetween(today, date) ? HOLIDAY_DAYS : AHEAD_DAYS;
  return daysBetween(today, date) > allowed;
}

/**
 * Whether the bank owes a newer fixing than the one dated `date`: the publication that should have followed it
 * did not come, and the window of the one after has closed too. One missed window alone is no fault: banks
 * publish late. In the long holidays nothing is owed for twelve days.
 */
export function isStale(date: IsoDate, calendar: Calendar, now: Date): boolean {
  const local = bankTime(calendar, now);
  const missed = nextFixingDate(date, calendar);
  if (!windowClosed(nextFixingDate(missed, calendar), calendar, local)) return false;
  return !holidaysBetween(date, local.date) || daysBetween(date, local.date) > HOLIDAY_DAYS;
}

/** A bank's fixing is set on the last Monday to Friday before its date; a market's day is over when the next begins. */
function windowClosed(fixingDate: IsoDate, calendar: Calendar, local: LocalTime): boolean {
  const resting = calendar.everyDay ? [] : [SATURDAY, SUNDAY];
  let setOn = addDays(fixingDate, -1);
  while (isWeekend(setOn, resting)) setOn = addDays(setOn, -1);
  return local.date > setOn || (local.date === setOn && local.minutes >= calendar.closes);
}

function holidaysBetween(from: IsoDate, to: IsoDate): boolean {
  // Two weeks decide: whatever is older is over the twelve days anyway.
  for (let day = from, steps = 0; day <= to && steps <= HOLIDAY_DAYS + 2; day = addDays(day, 1), steps += 1) {
    if (inLongHolidays(day)) return true;
  }
  return false;
}
