// rates: what is missing from a history, and what does not belong in it.
import { type Calendar, skipsFixing } from './calendar.ts';
import { addDays, type IsoDate } from './date.ts';
import { isNear } from './distance.ts';
import type { Fixing } from './fixing.ts';

/** Both days included. */
export interface Span {
  from: IsoDate;
  to: IsoDate;
}

/**
 * The spans within `span` in which a working date has no fixing, oldest first. A bank's holidays stay gaps for ever:
 * asking for one again costs a request.
 */
export function gapsIn(known: readonly Fixing[], span: Span, calendar: Calendar): Span[] {
  const gaps: Span[] = [];
  let last = addDays(span.from, -1);
  for (const { date } of known) {
    if (date < span.from || date > span.to) continue;
    if (skipsFixing(last, date, calendar)) gaps.push({ from: addDays(last, 1), to: addDays(date, -1) });
    last = date;
  }
  const end = addDays(span.to, 1);
  if (skipsFixing(last, end, calendar)) gaps.push({ from: addDays(last, 1), to: span.to });
  return gaps;
}

/**
 * Parts a run of fixings, oldest first, into those that are believed and those of a single day that step out of the
 * band while the days around it agree: archives keep misprints, and the bank's next day has put them right.
 */
export function withoutOutliers(
  run: readonly Fixing[],
  band: string,
): { believed: Fixing[]; outliers: Fixing[] } {
  const near = (a: Fixing, b: Fixing) => isNear(a.perDollar, b.perDollar, band);
  const isOutlier = (it: Fixing, index: number) => {
    const [before, after] = [run[index - 1], run[index + 1]];
    return (
      before !== undefined &&
      after !== undefined &&
      near(before, after) &&
      !near(before, it) &&
      !near(it, after)
    );
  };
  return { believed: run.filter((it, index) => !isOutlier(it, index)), outliers: run.filter(isOutlier) };
}
