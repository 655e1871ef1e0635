// poll: the days in which the newest bulletin of a source is searched.
import { bankTime, type Calendar } from '../rates/calendar.ts';
import { addDays, type IsoDate } from '../rates/date.ts';
import { LONGEST_CLOSURE_DAYS } from '../sources/reading/walk.ts';

/** The days in which a source is searched. */
export interface SearchWindow {
  /** The first day of the search. */
  since(now: Date): IsoDate;
  /** Notes the newest bulletin of a search; `null` when the whole window had none. */
  note(newest: IsoDate | null): void;
}

/** In the first search an old figure, shown as stale, is better than none: a year, and the longest closure. */
const FIRST_LOOK_DAYS = 365 + LONGEST_CLOSURE_DAYS;

/**
 * A year in the first search. Later the longest closure, or back to the newest bulletin of the last search: a bank
 * that has stopped publishing still prints it, and a figure is never refused for its age.
 */
export function createSearchWindow(calendar: Calendar): SearchWindow {
  let found: IsoDate | null = null;
  let looked = false;
  return {
    since(now) {
      const { date: today } = bankTime(calendar, now);
      const closure = addDays(today, -LONGEST_CLOSURE_DAYS);
      const farthest = addDays(today, -FIRST_LOOK_DAYS);
      if (!looked) return farthest;
      return found !== null && found < closure && found >= farthest ? found : closure;
    },
    note(newest) {
      looked = true;
      found = newest ?? found;
    },
  };
}
