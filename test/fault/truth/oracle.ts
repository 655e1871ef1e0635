// fault: decides what may be shown, only from what was printed. It does not use the guard.
import { bankTime, tooFarAhead } from '../../../src/rates/calendar.ts';
import { daysBetween, type IsoDate } from '../../../src/rates/date.ts';
import { workingDayAtOrBefore } from '../../../src/rates/fixing.ts';
import { cbr } from '../../../src/sources/banks/cbr.ts';
import {
  apart,
  type Check,
  isNearest,
  type Known,
  newestCheck,
  nothingKnown,
  type OracleDeps,
} from './evidence.ts';
import { extended, HALF_AN_HOUR_MS, type MisprintRun } from './misprint-run.ts';
import { MISPRINTS, type Page } from './scripted-bank.ts';

/** One read of the bank: its page, `null` for no whole one. */
interface Read {
  page: Page | null;
  at: Date;
}

export function createOracle(deps: OracleDeps) {
  const { bank, calendar, now } = deps;
  const known = nothingKnown();
  const { allowed, correct, checks } = known;
  let run: MisprintRun | null = null;
  /** The reads since the bank last printed the shown figure. */
  let reads: Read[] = [];

  function noteMisprint(page: Page): void {
    run = extended(run, page, known, deps);
    if (!run.isAllowed) return;
    for (const date of run.dates) for (const figure of run.figures) allowed.add(`${date} ${figure}`);
  }

  return {
    /** Notes a read of the bank; `null` for no whole page. */
    read(page: Page | null): void {
      if (page?.date === known.shownDate && page?.figure === known.shown) reads = [];
      reads.push({ page, at: now() });
      if (page === null) return;
      if (page.misprint !== null) {
        // A refused figure ends no run.
        if (page.misprint !== 'below zero') noteMisprint(page);
        return;
      }
      // A date with a wrong year is impossible, and ends no run.
      if (daysBetween(bankTime(calendar, now()).date, page.date) > 12) return;
      // A figure of an earlier day than the shown one is refused, or is held by itself.
      if (known.shownDate === null || page.date >= known.shownDate) run = null;
      correct.add(`${page.date} ${page.figure}`);
    },
    /** Another process starts: the embedded store does not keep held figures. */
    forget(): void {
      run = null;
      reads = [];
    },
    keep(days: ReadonlyMap<IsoDate, string>): void {
      known.kept = days;
    },
    /** A check that its source has printed; on its weekend it repeats the working day before. */
    check({ date, figure }: Check): void {
      if (tooFarAhead(date, cbr.calendar, now())) return;
      checks.push({ date: workingDayAtOrBefore(date, cbr.calendar.weekend), figure });
    },
    show(date: IsoDate | null, figure: string | null): void {
      known.shown = figure;
      known.shownDate = date;
    },
    isTakenBack: (from: IsoDate, shown: { date: IsoDate; inverse: string }) =>
      isTakenBack(from, shown, reads, deps),
    /** Whether a figure may be stored and shown under a day. */
    isAllowed(date: IsoDate, figure: string): boolean {
      const key = `${date} ${figure}`;
      if (allowed.has(key) || correct.has(key)) return true;
      const past = bank.archive.get(date);
      if (past?.figure === figure && (past.misprint === null || isLikelyPast(past, known, deps))) {
        // The days around it may be corrected later.
        allowed.add(key);
        return true;
      }
      // A weekend's bulletin whose working day was not read replaces that day.
      return [...allowed, ...correct].some(
        (it) => it.endsWith(` ${figure}`) && isStandIn(date, it.slice(0, 10), deps),
      );
    },
    contradicts: (page: Page) => contradicts(page, known, deps),
  };
}

/** Whether the bank has printed an earlier day for long enough to take back a day that has not come. */
function isTakenBack(
  from: IsoDate,
  { date, inverse }: { date: IsoDate; inverse: string },
  reads: readonly Read[],
  deps: OracleDeps,
): boolean {
  const carries = (page: Page) =>
    page.figure === inverse && (page.date === date || isStandIn(date, page.date, deps));
  const times = reads.filter(({ page }) => page !== null && carries(page)).map(({ at }) => at);
  // At one of the reads the time was long enough, and the day had not come.
  return times.some(
    (at, index) =>
      index >= 2 &&
      at.getTime() - (times[0]?.getTime() ?? 0) >= HALF_AN_HOUR_MS &&
      from > bankTime(deps.calendar, at).date,
  );
}

/** Whether a cross-check as new as the bank's figure contradicts it. */
function contradicts(page: Page, known: Known, { calendar, band }: OracleDeps): boolean {
  const date = workingDayAtOrBefore(firstOf(page, known, band), calendar.weekend);
  const newest = newestCheck(known, page);
  if (newest === undefined || isNearest(known, newest, page.figure)) return false;
  // Beside a first figure only a check is known: then an older one counts as well.
  return known.shown === null || newest.date >= date;
}

/** The first day of a correct page's level: the bank may have printed it under other days since. */
function firstOf({ date, figure }: Page, { correct, shownDate }: Known, band: number): IsoDate {
  const isAtLevel = (it: string) => apart(it.slice(11), figure) <= band;
  const isUnshown = (it: string) => shownDate === null || it.slice(0, 10) > shownDate;
  return [...correct].filter(isAtLevel).filter(isUnshown).sort()[0]?.slice(0, 10) ?? date;
}

/** Whether a misprint fits between the days around it, in the archive or among the stored fixings. */
function isLikelyPast(page: Page, { kept }: Known, { bank, band }: OracleDeps): boolean {
  const archived = new Map([...bank.archive].map(([date, { figure }]) => [date, figure]));
  return [archived, kept].some((days) => fitsInto(page, days, band));
}

function fitsInto(
  { date, figure, misprint }: Page,
  days: ReadonlyMap<IsoDate, string>,
  band: number,
): boolean {
  const dates = [...days.keys()].filter((it) => it !== date).sort();
  const before = days.get(dates.findLast((it) => it < date) ?? '');
  const after = days.get(dates.find((it) => it > date) ?? '');
  // No days around it make a grave misprint likely. The archive has no other rows that could show a swapped one.
  const isGrave = misprint !== null && MISPRINTS[misprint].grave && misprint !== 'the pound’s row';
  if (after === undefined || misprint === null || isGrave) return false;
  if (apart(figure, after) <= band) return true;
  return before !== undefined && (apart(before, figure) <= band || apart(before, after) > band);
}

function isStandIn(date: IsoDate, printedFor: IsoDate, { calendar }: OracleDeps): boolean {
  const days = daysBetween(date, printedFor);
  return days > 0 && days <= 2 && calendar.weekend.includes(new Date(printedFor).getUTCDay() as 0);
}

export type Oracle = ReturnType<typeof createOracle>;
