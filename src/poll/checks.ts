// poll: the cross-checks, which are sources listed after the publisher of a code. They confirm or hold a figure and
// never replace it.

import { successionOf } from '../guard/succession.ts';
import type { Metrics } from '../metrics.ts';
import { tooFarAhead } from '../rates/calendar.ts';
import { addDays, daysBetween, type IsoDate } from '../rates/date.ts';
import { decimal } from '../rates/decimal.ts';
import type { Code, Fixing } from '../rates/fixing.ts';
import type { Source } from '../sources/source.ts';
import type { Store } from '../store/store.ts';

/** Days by which the date of a cross-check may differ: banks date the same market day up to a long weekend apart. */
export const NEAR_DAYS = 4;

/** The newest figure of each checking source around a date. */
export async function checksAround(
  store: Store,
  code: Code,
  date: IsoDate,
  checkedBy: readonly string[],
): Promise<Fixing[]> {
  const found: Fixing[] = [];
  for (const source of checkedBy) {
    const span = { from: addDays(date, -NEAR_DAYS), to: addDays(date, NEAR_DAYS) };
    const newest = (await store.history({ code, source, ...span })).at(-1);
    if (newest !== undefined) found.push(newest);
  }
  return found;
}

/**
 * Stores the figures of a checking source in the history, under its own id; no rate shows them. A figure that is
 * dated too far ahead to be a fixing is skipped.
 */
export async function keepChecks(
  store: Store,
  source: Source,
  read: readonly Fixing[],
  now: Date,
): Promise<void> {
  await store.change(({ history }) => {
    const fixings: Fixing[] = [];
    for (const bulletin of read) {
      const { code, date } = bulletin;
      if (tooFarAhead(date, source.calendar, now)) continue;
      const span = { from: addDays(date, -NEAR_DAYS), to: addDays(date, NEAR_DAYS) };
      const succession = successionOf(
        bulletin,
        history({ code, source: source.id, ...span }),
        source.calendar,
      );
      if (succession.kind === 'next' || succession.kind === 'correction') fixings.push(succession.fixing);
    }
    return fixings.length === 0 ? null : { rates: [], fixings };
  });
}

/** Sets the metric of the difference between checking figures and the shown ones, signed and in percent. */
export async function noteDifferences(
  store: Store,
  metrics: Metrics,
  checks: readonly Fixing[],
): Promise<void> {
  const { rates } = await store.snapshot();
  for (const { code, source, date, perDollar } of checks) {
    const shown = rates.find((rate) => rate.base === code && rate.source.id !== source);
    if (shown === undefined || Math.abs(daysBetween(shown.date, date)) > NEAR_DAYS) continue;
    const percent = decimal(perDollar).div(decimal(shown.inverse)).minus(1).times(100);
    // A gauge is a JavaScript number; four places are enough.
    metrics.checkDifference.set({ code, source }, Number(percent.toFixed(4)));
  }
}
