// fault: the state of the oracle, and how it compares figures and cross-checks.
import type { Calendar } from '../../../src/rates/calendar.ts';
import { daysBetween, type IsoDate } from '../../../src/rates/date.ts';
import type { Page, ScriptedBank } from './scripted-bank.ts';

/** The distance of two figures in percent, in the direction in which it is larger. */
export function apart(a: string, b: string): number {
  const ratio = Number(a) / Number(b);
  return ratio <= 0 ? Number.POSITIVE_INFINITY : (Math.max(ratio, 1 / ratio) - 1) * 100;
}

/** A figure of the cross-check. */
export interface Check {
  date: IsoDate;
  figure: string;
}

export interface OracleDeps {
  bank: ScriptedBank;
  calendar: Calendar;
  band: number;
  redates: boolean;
  /** Whether another figure of the code is known before the bank's first. */
  hasSeed: boolean;
  now: () => Date;
}

/** What was printed, shown and stored so far. */
export interface Known {
  /** `date figure` of every misprint and archived figure that may be published. */
  allowed: Set<string>;
  /** `date figure` of every correct page that was read. */
  correct: Set<string>;
  checks: Check[];
  /** The bank's figure that is shown, and its day; `null` for none. */
  shown: string | null;
  shownDate: IsoDate | null;
  /** The stored fixings by day. */
  kept: ReadonlyMap<IsoDate, string>;
}

export const nothingKnown = (): Known => ({
  allowed: new Set(),
  correct: new Set(),
  checks: [],
  shown: null,
  shownDate: null,
  kept: new Map(),
});

/** Whether a check agrees with a figure, and more than with the shown one. */
export function isNearest({ shown }: Known, check: Check, figure: string): boolean {
  return (
    apart(check.figure, figure) <= 3 &&
    (shown === null || apart(check.figure, figure) < apart(check.figure, shown))
  );
}

/** The newest check around a page's day. A check of another week does not count. */
export function newestCheck({ checks }: Known, { date }: Page): Check | undefined {
  return checks
    .filter((it) => Math.abs(daysBetween(it.date, date)) <= 4)
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .at(-1);
}
