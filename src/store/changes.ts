// store: which rates a commit changes. Pure; the same for every store.
import { TickerError } from '../errors.ts';
import { checkFixing, checkRate } from '../rates/check.ts';
import { sameRate } from '../rates/rate.ts';
import type { Rate, Snapshot } from '../rates/wire.ts';
import type { Commit } from './store.ts';

/**
 * The rates of a commit that differ from the shown ones. Throws `rate-refused` for a rate or a fixing that the checks
 * would refuse when it is read back: then a replica or the next start would refuse everything stored with it.
 */
export function changedRates({ rates, fixings }: Commit, shown: Snapshot): Rate[] {
  for (const rate of rates) requireSame(rate, checkRate(rate));
  for (const fixing of fixings) if (checkFixing(fixing) === null) throw unfit(fixing);
  return rates.filter((rate) => {
    const known = shown.rates.find((it) => it.base === rate.base);
    return known === undefined || !sameRate(known, rate);
  });
}

function requireSame(rate: Rate, read: Rate | null): void {
  if (read === null || !sameRate(rate, read)) throw unfit(rate);
}

function unfit(value: unknown): TickerError {
  return new TickerError('rate-refused', `cannot be stored: ${JSON.stringify(value)}`);
}
