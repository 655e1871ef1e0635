// poll: what may be said of a rate as the hours pass, and the peg's daily roll.
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import { bankTime, isStale } from '../rates/calendar.ts';
import { addDays, type IsoDate } from '../rates/date.ts';
import { type Fixing, withdrawalOf } from '../rates/fixing.ts';
import { rateOf } from '../rates/rate.ts';
import type { Rate, Status } from '../rates/wire.ts';
import { sourceOf } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import type { Commit, Current, Store } from '../store/store.ts';

/** The status of a fixing of a source at an instant. */
export function statusOf(source: Source, date: IsoDate, now: Date): Status {
  if (source.status !== undefined) return source.status;
  if (source.peg !== undefined) return 'pegged';
  return isStale(date, source.calendar, now) ? 'stale' : 'live';
}

/**
 * Ends a hold of which no report tells: what waited was forgotten with the process, as the embedded store's is, and
 * while its bank is out of reach nothing waits any more. Called before the first poll, which holds it again.
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

/** What the clock alone changes: called at the start and once a minute. */
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
    // Whoever printed it: a source that is chosen no more leaves its last rate until another has one, and it ages.
    const source = publishers.find((it) => it.id === rate.source.id) ?? sourceOf(rate.source.id);
    if (source === undefined || source.peg !== undefined || rate.status === 'held') return [];
    const status = statusOf(source, rate.date, now);
    return status === rate.status ? [] : [{ ...rate, status }];
  });
}

/** A pegged rate is dated today at its bank, and its previous fixing is yesterday's: flat by decree. */
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
  const ref = { id: source.id, name: source.name, kind: source.kind, url: source.url };
  const kept = history({ code: peg.code, source: source.id, from: '0000-01-01', to: '9999-12-31' });
  const later = datedAhead(kept, date).map(withdrawalOf);
  return { rates: [rateOf(today, yesterday, ref, 'pegged')], fixings: [...later, yesterday, today] };
}

/** Days that have not come and lie apart from today: a clock that was ahead has dated them. One behind sees none apart. */
function datedAhead(kept: readonly Fixing[], today: IsoDate): Fixing[] {
  const isApart = !kept.some((it) => it.date === addDays(today, 1)) && kept.some((it) => it.date < today);
  return isApart ? kept.filter((it) => it.date > today) : [];
}

/** A minute is short against an hour's window, and one reading of memory costs nothing. */
const CLOCK_MS = 60_000;

/** Keeps following the clock. Returns how to stop, which settles when nothing is under way any more. */
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
