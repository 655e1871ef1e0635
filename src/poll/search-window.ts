// poll: how far back a source is searched for its newest bulletin.
import { bankTime, type Calendar } from '../rates/calendar.ts';
import { addDays, type IsoDate } from '../rates/date.ts';
import { LONGEST_CLOSURE_DAYS } from '../sources/reading/walk.ts';

export interface SearchWindow {
  /** The day before which the newest bulletin is not looked for. */
  since(now: Date): IsoDate;
  /** Notes what a search has found; `null` when it went the whole way and found nothing. */
  note(newest: IsoDate | null): void;
}

/** On a first look an old figure, shown as stale, is better than none: a year, and the longest closure. */
const FIRST_LOOK_DAYS = 365 + LONGEST_CLOSURE_DAYS;

/**
 * A year on a first look. Later the longest closure, or as far as the bulletin that was the newest at the last look:
 * a bank that has fallen silent goes on printing it, and age alone refuses nothing.
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
