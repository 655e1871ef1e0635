// serve: the last months of each rate, for the lines in cards.
import { HISTORY_DAYS } from '#picture';
import type { Archive } from '../../publish/archive.ts';
import { addDays } from '../../rates/date.ts';
import type { Fixing } from '../../rates/fixing.ts';
import { inverseText } from '../../rates/rate.ts';
import type { Rate } from '../../rates/wire.ts';
import type { Histories } from './cards.ts';

/** Fixings by code, oldest first. */
export type Past = ReadonlyMap<string, readonly Fixing[]>;

/** As far back as the widget's cards show; empty for a code whose past is not read. */
export function pastOf(archive: Archive, rates: readonly Rate[]): Past {
  return new Map(
    rates.map(({ base, date }) => [base, archive.fixings(base, addDays(date, -HISTORY_DAYS), date) ?? []]),
  );
}

/** What tells two pasts apart: days that are backfilled or mended move no position. */
export function markOf(past: Past): string {
  const marks = [...past].map(([code, fixings]) => {
    const newest = fixings.reduce((latest, { fetchedAt }) => (fetchedAt > latest ? fetchedAt : latest), '');
    return `${code}${fixings.length}${newest}`;
  });
  return marks.join();
}

/**
 * A line of a hundred pixels: here, and only here, a figure may become a number. Three hundred exact quotients would be
 * four fifths of what drawing cards takes.
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
