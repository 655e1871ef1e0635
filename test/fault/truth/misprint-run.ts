// fault: the reads of one misprint in a row, and whether they are enough to publish it.
import type { IsoDate } from '../../../src/rates/date.ts';
import { apart, isNearest, type Known, newestCheck, type OracleDeps } from './evidence.ts';
import { MISPRINTS, type Page } from './scripted-bank.ts';

export const HALF_AN_HOUR_MS = 30 * 60_000;

/** Reads of one misprint, day after day. */
export interface MisprintRun {
  page: Page;
  firstDate: IsoDate;
  dates: Set<IsoDate>;
  figures: Set<string>;
  reads: Date[];
  isAllowed: boolean;
}

const firstRun = (page: Page): MisprintRun => ({
  page,
  firstDate: page.date,
  dates: new Set(),
  figures: new Set(),
  reads: [],
  isAllowed: false,
});

/** The run with one more read, or a new run where the page does not continue it. */
export function extended(run: MisprintRun | null, page: Page, known: Known, deps: OracleDeps): MisprintRun {
  const continues = run !== null && run.page.misprint === page.misprint && page.date >= run.page.date;
  const before = continues ? run : firstRun(page);
  const isSame = before.page.figure === page.figure && before.page.date === page.date;
  const next = {
    page,
    firstDate: before.firstDate,
    dates: before.dates.add(page.date),
    figures: before.figures.add(page.figure),
    reads: [...(isSame ? before.reads : []), deps.now()],
    isAllowed: false,
  };
  // A day after one that was allowed is an ordinary day.
  return { ...next, isAllowed: before.isAllowed || isConvincing(next, known, deps) };
}

function isContradicted({ page, firstDate, figures }: MisprintRun, known: Known): boolean {
  const newest = newestCheck(known, page);
  if (newest === undefined || newest.date < firstDate) return false;
  return [...figures].every((figure) => !isNearest(known, newest, figure));
}

/** Whether a careful reader would accept the misprint after these reads. */
function isConvincing(run: MisprintRun, known: Known, deps: OracleDeps): boolean {
  const { page } = run;
  const { shown } = known;
  if (page.misprint === null) return false;
  // A first figure without anything to compare it with can be any figure that a bank can print.
  if (shown === null && !deps.hasSeed) return page.misprint !== 'below zero';
  const isInBand = isInBandOfKnown(page, known, deps);
  if (!isPossible(page, isInBand, known, deps)) return false;
  if (shown === null || isInBand || apart(page.figure, deps.bank.correct().figure) <= deps.band) return true;
  const newest = newestCheck(known, page);
  if (newest !== undefined && isNearest(known, newest, page.figure)) return true;
  return !isContradicted(run, known) && isRepeated(run, shown, deps);
}

/** A correction may be measured from the fixing before the one that it replaces. */
function isInBandOfKnown({ date, figure }: Page, { shown, kept }: Known, { band }: OracleDeps): boolean {
  const before = [...kept]
    .filter(([day]) => day < date)
    .sort()
    .at(-1)?.[1];
  return [shown, before].some((it) => it && apart(figure, it) <= band);
}

/** Whether any read can make it accepted. After an accepted misprint the rows cannot be distinguished. */
function isPossible({ misprint }: Page, isInBand: boolean, { shown }: Known, deps: OracleDeps): boolean {
  if (misprint === null || !MISPRINTS[misprint].grave) return true;
  const isLost = shown !== null && apart(shown, deps.bank.correct().figure) > deps.band;
  return misprint === 'the pound’s row' && (isInBand || isLost);
}

/** Printed three times over half an hour, or under a later day. */
function isRepeated(
  { page, dates, figures, reads }: MisprintRun,
  shown: string,
  { redates }: OracleDeps,
): boolean {
  const forMs = (reads.at(-1)?.getTime() ?? 0) - (reads[0]?.getTime() ?? 0);
  const isStill = apart(page.figure, shown) <= 50 && reads.length >= 3 && forMs >= HALF_AN_HOUR_MS;
  return isStill || dates.size >= 3 || (dates.size === 2 && (!redates || figures.size >= 2));
}
