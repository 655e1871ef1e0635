// serve: the last three months of each rate, for the lines in cards.
import { HISTORY_DAYS } from '#picture';
import type { Archive } from '../../publish/archive.ts';
import { addDays } from '../../rates/date.ts';
import type { Fixing } from '../../rates/fixing.ts';
import { inverseText } from '../../rates/rate.ts';
import type { Rate } from '../../rates/wire.ts';
import type { Histories } from './cards.ts';

/** Fixings by code, oldest first. */
export type Past = ReadonlyMap<string, readonly Fixing[]>;

/** The fixings of the days that the widget's cards show; empty for a code whose history is not read yet. */
export function pastOf(archive: Archive, rates: readonly Rate[]): Past {
  return new Map(
    rates.map(({ base, date }) => [base, archive.fixings(base, addDays(date, -HISTORY_DAYS), date) ?? []]),
  );
}

/** Identifies the content of a history. It is needed because backfilled or repaired days do not move the position. */
export function markOf(past: Past): string {
  const marks = [...past].map(([code, fixings]) => {
    const newest = fixings.reduce((latest, { fetchedAt }) => (fetchedAt > latest ? fetchedAt : latest), '');
    return `${code}${fixings.length}${newest}`;
  });
  return marks.join();
}

/**
 * The prices of each history. For a line of a hundred pixels a JavaScript number is exact enough. Three hundred exact
 * quotients would take four fifths of the time of drawing cards.
 */
export function historiesOf(past: Past, invert: boolean): Histories {
  const values = (fixings: readonly Fixing[]) =>
    fixings.map((fixing) => Number(inverseText(fixing))).filter((value) => value > 0);
  return new Map(
    [...past].map(([code, fixings]) => [
      code,
      values(fixings).map((perDollar) => (invert ? perDollar : 1 / perDollar)),
    ]),
  );
}
