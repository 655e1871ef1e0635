// fault: what may be shown, decided from what was printed alone. It knows nothing of how the guard decides.
import { bankTime, type Calendar, tooFarAhead } from '../../../src/rates/calendar.ts';
import { daysBetween, type IsoDate } from '../../../src/rates/date.ts';
import { workingDayAtOrBefore } from '../../../src/rates/fixing.ts';
import { cbr } from '../../../src/sources/banks/cbr.ts';
import { LIES, type LieName, type Page, type PressRoom } from './press-room.ts';

const HALF_AN_HOUR_MS = 30 * 60_000;

/** How far two figures lie apart, in percent, seen from the side from which it is more. */
export function apart(a: string, b: string): number {
  const ratio = Number(a) / Number(b);
  return ratio <= 0 ? Number.POSITIVE_INFINITY : (Math.max(ratio, 1 / ratio) - 1) * 100;
}

/** Lies that no day around can make likely; the archive has no other rows that a swapped one could be told by. */
const isOfScale = (lie: LieName) => LIES[lie].grave && lie !== 'the pound’s row';

interface Check {
  date: IsoDate;
  figure: string;
}

/** A stretch of reads of one lie, day after day. */
interface Stretch {
  page: Page;
  firstDate: IsoDate;
  dates: Set<IsoDate>;
  figures: Set<string>;
  reads: Date[];
  isBelieved: boolean;
}

export interface OracleDeps {
  press: PressRoom;
  calendar: Calendar;
  band: number;
  redates: boolean;
  /** Whether another figure of the code is known before the bank's first. */
  hasSeed: boolean;
  now: () => Date;
}

export function createOracle({ press, calendar, band, redates, hasSeed, now }: OracleDeps) {
  /** `date figure` of everything that may be believed. */
  const allowed = new Set<string>();
  const honest = new Set<string>();
  const checks: Check[] = [];
  let stretch: Stretch | null = null;
  /** What was read since the bank has last printed what is shown. */
  let since: { page: Page | null; at: Date }[] = [];
  /** The figure that is shown, and whether the bank's own was ever. */
  let shown: string | null = null;
  let shownDate: IsoDate | null = null;
  let kept: ReadonlyMap<IsoDate, string> = new Map();

  const isNearest = (check: Check, figure: string) =>
    apart(check.figure, figure) <= 3 &&
    (shown === null || apart(check.figure, figure) < apart(check.figure, shown));

  /** A check of another week is no witness. */
  const newestCheck = ({ date }: Page) =>
    checks
      .filter((it) => Math.abs(daysBetween(it.date, date)) <= 4)
      .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
      .at(-1);

  function isContradicted({ page, firstDate, figures }: Stretch): boolean {
    const newest = newestCheck(page);
    if (newest === undefined || newest.date < firstDate) return false;
    return [...figures].every((figure) => !isNearest(newest, figure));
  }

  /** The day on which the level of an honest page was new: its bank may have printed it under other days since. */
  function firstOf({ date, figure }: Page): IsoDate {
    const isAtLevel = (it: string) => apart(it.slice(11), figure) <= band;
    const isUnshown = (it: string) => shownDate === null || it.slice(0, 10) > shownDate;
    return [...honest].filter(isAtLevel).filter(isUnshown).sort()[0]?.slice(0, 10) ?? date;
  }

  /** Whether what was seen of a lie would make a reasonable reader believe it. */
  function isBelievable(it: Stretch): boolean {
    const { page, dates, figures, reads } = it;
    if (page.lie === null) return false;
    // A first figure with nothing to compare it with may be anything that a bank can print.
    if (shown === null && !hasSeed) return page.lie !== 'below zero';
    // A correction may be measured from the fixing before the one that it replaces.
    const before = [...kept]
      .filter(([date]) => date < page.date)
      .sort()
      .at(-1)?.[1];
    // After a lie that was believed nothing tells the rows apart.
    const isInBand = [shown, before].some((it) => it && apart(page.figure, it) <= band);
    const isLost = shown !== null && apart(shown, press.honest().figure) > band;
    if (LIES[page.lie].grave && !(page.lie === 'the pound’s row' && (isInBand || isLost))) return false;
    if (shown === null || isInBand || apart(page.figure, press.honest().figure) <= band) return true;
    const newest = newestCheck(page);
    if (newest !== undefined && isNearest(newest, page.figure)) return true;
    if (isContradicted(it)) return false;
    const forMs = (reads.at(-1)?.getTime() ?? 0) - (reads[0]?.getTime() ?? 0);
    const isStill = apart(page.figure, shown) <= 50 && reads.length >= 3 && forMs >= HALF_AN_HOUR_MS;
    const isNextDay = dates.size >= 3 || (dates.size === 2 && (!redates || figures.size >= 2));
    return isStill || isNextDay;
  }

  function noteLie(page: Page): void {
    const goesOn = stretch !== null && stretch.page.lie === page.lie && page.date >= stretch.page.date;
    const before: Stretch = goesOn && stretch !== null ? stretch : fresh(page);
    const isSame = before.page.figure === page.figure && before.page.date === page.date;
    stretch = {
      page,
      firstDate: before.firstDate,
      dates: before.dates.add(page.date),
      figures: before.figures.add(page.figure),
      reads: [...(isSame ? before.reads : []), now()],
      isBelieved: false,
    };
    // A day after one that was believed is an ordinary one.
    stretch.isBelieved = before.isBelieved || isBelievable(stretch);
    if (!stretch.isBelieved) return;
    for (const date of stretch.dates) for (const figure of stretch.figures) allowed.add(`${date} ${figure}`);
  }

  const fresh = (page: Page): Stretch => ({
    page,
    firstDate: page.date,
    dates: new Set(),
    figures: new Set(),
    reads: [],
    isBelieved: false,
  });

  /** What the days around a lie in the archive say of it, or those that were kept when it was looked at. */
  function isLikelyPast(page: Page): boolean {
    const archived = new Map([...press.archive].map(([date, { figure }]) => [date, figure]));
    return [archived, kept].some((days) => fitsInto(page, days));
  }

  function fitsInto({ date, figure, lie }: Page, days: ReadonlyMap<IsoDate, string>): boolean {
    const dates = [...days.keys()].filter((it) => it !== date).sort();
    const before = days.get(dates.findLast((it) => it < date) ?? '');
    const after = days.get(dates.find((it) => it > date) ?? '');
    if (after === undefined || lie === null || isOfScale(lie)) return false;
    if (apart(figure, after) <= band) return true;
    return before !== undefined && (apart(before, figure) <= band || apart(before, after) > band);
  }

  return {
    /** What a read of the bank has found; `null` for nothing whole. */
    read(page: Page | null): void {
      if (page?.date === shownDate && page?.figure === shown) since = [];
      since.push({ page, at: now() });
      if (page === null) return;
      if (page.lie !== null) {
        // What is refused ends nothing.
        if (page.lie !== 'below zero') noteLie(page);
        return;
      }
      // A typing error in the year is no date that a bank can mean, and ends nothing.
      if (daysBetween(bankTime(calendar, now()).date, page.date) > 12) return;
      // An earlier day than the one that is shown is refused, or waits by itself.
      if (shownDate === null || page.date >= shownDate) stretch = null;
      honest.add(`${page.date} ${page.figure}`);
    },
    /** Another process: the embedded store does not keep what waits. */
    forget(): void {
      stretch = null;
      since = [];
    },
    keep(days: ReadonlyMap<IsoDate, string>): void {
      kept = days;
    },
    /** A check that its source has printed; on its weekend it repeats the working day before. */
    check({ date, figure }: Check): void {
      if (tooFarAhead(date, cbr.calendar, now())) return;
      checks.push({ date: workingDayAtOrBefore(date, cbr.calendar.weekend), figure });
    },
    show(date: IsoDate | null, figure: string | null): void {
      shown = figure;
      shownDate = date;
    },
    /** Whether the bank has printed an earlier day for long enough to take a day back that has not come. */
    isTakenBack(from: IsoDate, { date, inverse }: { date: IsoDate; inverse: string }): boolean {
      const carries = (page: Page) =>
        page.figure === inverse && (page.date === date || isStandIn(date, page.date));
      const reads = since.filter(({ page }) => page !== null && carries(page)).map(({ at }) => at);
      // At one of the reads it was enough, and the day had not come.
      return reads.some(
        (at, index) =>
          index >= 2 &&
          at.getTime() - (reads[0]?.getTime() ?? 0) >= HALF_AN_HOUR_MS &&
          from > bankTime(calendar, at).date,
      );
    },
    /** Whether a figure may stand under a day. */
    isAllowed(date: IsoDate, figure: string): boolean {
      const key = `${date} ${figure}`;
      if (allowed.has(key) || honest.has(key)) return true;
      const past = press.archive.get(date);
      if (past?.figure === figure && (past.lie === null || isLikelyPast(past))) {
        // The days around may be corrected later.
        allowed.add(key);
        return true;
      }
      // A weekend's bulletin whose working day was not seen stands in for that day.
      return [...allowed, ...honest].some(
        (it) => it.endsWith(` ${figure}`) && isStandIn(date, it.slice(0, 10)),
      );
    },
    /** Whether a cross-check as new as the bank's figure speaks against it. */
    speaksAgainst: (page: Page) => {
      const { figure } = page;
      const date = workingDayAtOrBefore(firstOf(page), calendar.weekend);
      const newest = newestCheck(page);
      // Of a first figure a check is all that is known: then an older one counts as well.
      return newest !== undefined && (shown === null || newest.date >= date) && !isNearest(newest, figure);
    },
  };

  function isStandIn(date: IsoDate, printedFor: IsoDate): boolean {
    const days = daysBetween(date, printedFor);
    return days > 0 && days <= 2 && calendar.weekend.includes(new Date(printedFor).getUTCDay() as 0);
  }
}

export type Oracle = ReturnType<typeof createOracle>;
