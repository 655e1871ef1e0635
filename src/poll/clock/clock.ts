// poll: the changes that come from time alone: the status of rates, and the daily date of the peg.
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Rate } from '../../rates/wire.ts';
import { sourceOf } from '../../sources/registry.ts';
import type { Source } from '../../sources/source.ts';
import type { Store } from '../../store/store.ts';
import { rolledPeg } from './peg.ts';
import { statusOf } from './status.ts';

/** Commits the changes that come from time alone. Called at the start and once a minute. */
export async function followClock(store: Store, publishers: readonly Source[], now: Date): Promise<void> {
  await store.change(({ snapshot: { rates }, history }) => {
    const rolled = publishers.flatMap((source) => rolledPeg(source, { rates, history }, now) ?? []);
    const aged = agedRates(publishers, rates, now);
    const all = [...rolled.flatMap((peg) => peg.rates), ...aged];
    return all.length === 0 ? null : { rates: all, fixings: rolled.flatMap((peg) => peg.fixings) };
  });
}

function agedRates(publishers: readonly Source[], rates: readonly Rate[], now: Date): Rate[] {
  return rates.flatMap((rate) => {
    // Also a source that is no longer selected: its last rate stays until another source has one, and it ages.
    const source = publishers.find((it) => it.id === rate.source.id) ?? sourceOf(rate.source.id);
    if (source === undefined || source.peg !== undefined || rate.status === 'held') return [];
    const status = statusOf(source, rate.date, now);
    return status === rate.status ? [] : [{ ...rate, status }];
  });
}

/** A minute is short compared with a window of an hour, and one read of memory costs little. */
const CLOCK_MS = 60_000;

/** Follows the clock. Returns the function that stops it, which settles when the current change is done. */
export function startClock(
  store: Store,
  publishers: readonly Source[],
  now: () => Date,
  log: Log,
): () => Promise<void> {
  let ticking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    ticking = followClock(store, publishers, now()).catch((error: unknown) =>
      log.error({ reason: messageOf(error) }, 'clock not followed'),
    );
  }, CLOCK_MS);
  return async () => {
    clearInterval(timer);
    await ticking;
  };
}
