// rates: when a bank publishes a fixing, and when a missing one is a fault.
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

/** A publisher's calendar. The banks set a rate on Monday to Friday and date it on a later working day. */
export interface Calendar {
  /** IANA name of the zone, in which the polling windows are written. */
  zone: string;
  /** Whole hours ahead of UTC, the year round. */
  utcOffsetHours: number;
  /** Weekdays on which no fixing is dated: Sunday and Monday where Friday's fixing is dated Saturday. */
  weekend: readonly Weekday[];
  /** Nothing is printed for an ordinary weekend: a bulletin of such a day is a fixing of that day, never a carry. */
  quietWeekends?: true;
  /** Local minutes after midnight from which tomorrow's fixing can be published. */
  opens: number;
  /** Local minutes after midnight by which it is published on an ordinary day. */
  closes: number;
  /** A market source sets a figure on every day, also on weekends, and dates it on the same day. */
  everyDay?: true;
}

/** Days. A fixing is dated at most on the next working day: Saturday to Tuesday, and one holiday. */
const AHEAD_DAYS = 4;
/** Days. In the long holidays a bank closes for up to nine days, and the fixing is dated after them. */
const HOLIDAY_DAYS = 12;

const SATURDAY: Weekday = 6;
const SUNDAY: Weekday = 0;

/** Local day and minute at the bank. */
export function bankTime(calendar: Calendar, now: Date): LocalTime {
  return localTime(now, calendar.utcOffsetHours);
}

/** The next date after `date` for which the bank sets a rate, without regard to holidays. */
export function nextFixingDate(date: IsoDate, calendar: Calendar): IsoDate {
  let day = addDays(date, 1);
  while (isWeekend(day, calendar.weekend)) day = addDays(day, 1);
  return day;
}

/** Whether a working day lies strictly between two dates, so that a fixing may be missing there. */
export function skipsFixing(from: IsoDate, to: IsoDate, calendar: Calendar): boolean {
  return nextFixingDate(from, calendar) < to;
}

/** Whether a date is further ahead of the bank's current day than a fixing can be dated. */
export function tooFarAhead(date: IsoDate, calendar: Calendar, now: Date): boolean {
  const { date: today } = bankTime(calendar, now);
  const allowed = holidaysBetween(today, date) ? HOLIDAY_DAYS : AHEAD_DAYS;
  return daysBetween(today, date) > allowed;
}

/**
 * Whether a fixing newer than the one dated `date` is overdue: the publication after it did not come, and the window
 * of the next one has closed too. One missed window is not a fault, because banks publish late. In the long holidays
 * nothing is overdue for twelve days.
 */
export function isStale(date: IsoDate, calendar: Calendar, now: Date): boolean {
  const local = bankTime(calendar, now);
  const missed = nextFixingDate(date, calendar);
  if (!windowClosed(nextFixingDate(missed, calendar), calendar, local)) return false;
  return !holidaysBetween(date, local.date) || daysBetween(date, local.date) > HOLIDAY_DAYS;
}

/**
 * A bank sets a fixing on the last Monday to Friday before its date. A market's day ends when the next one begins.
 */
function windowClosed(fixingDate: IsoDate, calendar: Calendar, local: LocalTime): boolean {
  const resting = calendar.everyDay ? [] : [SATURDAY, SUNDAY];
  let setOn = addDays(fixingDate, -1);
  while (isWeekend(setOn, resting)) setOn = addDays(setOn, -1);
  return local.date > setOn || (local.date === setOn && local.minutes >= calendar.closes);
}

function holidaysBetween(from: IsoDate, to: IsoDate): boolean {
  // Two weeks are enough: anything older is past the twelve days.
  for (let day = from, steps = 0; day <= to && steps <= HOLIDAY_DAYS + 2; day = addDays(day, 1), steps += 1) {
    if (inLongHolidays(day)) return true;
  }
  return false;
}
