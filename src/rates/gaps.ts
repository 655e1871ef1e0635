// rates: the missing days of a history.
import { type Calendar, skipsFixing } from './calendar.ts';
import { addDays, type IsoDate } from './date.ts';
import type { Fixing } from './fixing.ts';

/** Both days included. */
export interface Span {
  from: IsoDate;
  to: IsoDate;
}

/**
 * The spans within `span` in which a working day has no fixing, oldest first. A bank's holidays always stay gaps:
 * each fill requests them again.
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
