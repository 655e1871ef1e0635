// poll: the changes that come from time alone: the status of rates, and the daily date of the peg.
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { bankTime, isStale } from '../../rates/calendar.ts';
import { addDays, FIRST_DAY, type IsoDate, LAST_DAY } from '../../rates/date.ts';
import { type Fixing, withdrawalOf } from '../../rates/fixing.ts';
import { rateOf } from '../../rates/rate.ts';
import type { Rate, Status } from '../../rates/wire.ts';
import { sourceOf } from '../../sources/registry.ts';
import { refOf, type Source } from '../../sources/source.ts';
import type { Commit, Current, Store } from '../../store/store.ts';

/** The status of a source's fixing at an instant. */
export function statusOf(source: Source, date: IsoDate, now: Date): Status {
  if (source.status !== undefined) return source.status;
  if (source.peg !== undefined) return 'pegged';
  return isStale(date, source.calendar, now) ? 'stale' : 'live';
}

/**
 * Ends the status `held` of rates without a held figure in a record. The embedded store loses its records with the
 * process, and while the bank is unreachable nothing waits. Called before the first poll, which can hold the figure
 * again.
 */
export async function endForgottenHolds(store: Store, now: Date): Promise<void> {
  const waiting = new Set(
    (await store.records()).flatMap((it) => it.held.map(({ fixing }) => `${fixing.source} ${fixing.code}`)),
  );
  await store.change(({ snapshot }) => {
    const freed = snapshot.rates.flatMap((rate) => {
      const source = sourceOf(rate.source.id);
      if (rate.status !== 'held' || source === undefined) return [];
      return waiting.has(`${source.id} ${rate.base}`)
        ? []
        : [{ ...rate, status: statusOf(source, rate.date, now) }];
    });
    return freed.length === 0 ? null : { rates: freed, fixings: [] };
  });
}

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

/** A pegged rate has the bank's current date, and its previous fixing has the day before. The change is 0. */
function rolledPeg(
  source: Source,
  { rates, history }: Pick<Current, 'history'> & { rates: readonly Rate[] },
  now: Date,
): Commit | null {
  const { peg } = source;
  if (peg === undefined) return null;
  const { date } = bankTime(source.calendar, now);
  // A clock without a battery begins in another century.
  if (date < peg.since) return null;
  const shown = rates.find((rate) => rate.base === peg.code && rate.source.id === source.id);
  if (shown?.date === date) return null;
  const today: Fixing = {
    code: peg.code,
    date,
    printed: peg.perDollar,
    nominal: '1',
    perDollar: peg.perDollar,
    source: source.id,
    fetchedAt: shown?.fetchedAt ?? now.toISOString(),
  };
  const yesterday = { ...today, date: addDays(date, -1) };
  const stored = history({ code: peg.code, source: source.id, from: FIRST_DAY, to: LAST_DAY });
  const later = datedAhead(stored, date).map(withdrawalOf);
  return {
    rates: [rateOf(today, yesterday, refOf(source), 'pegged')],
    fixings: [...later, yesterday, today],
  };
}

/**
 * The stored days after today, where tomorrow is not among them and earlier days are: a clock that was ahead has added
 * them. A clock that is behind finds tomorrow stored, and removes nothing.
 */
function datedAhead(stored: readonly Fixing[], today: IsoDate): Fixing[] {
  const isApart = !stored.some((it) => it.date === addDays(today, 1)) && stored.some((it) => it.date < today);
  return isApart ? stored.filter((it) => it.date > today) : [];
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
