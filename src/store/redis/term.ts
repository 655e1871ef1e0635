// store: what a leader alone does to Redis: opens an epoch where one is due, and commits under epoch and lease.
import { TickerError } from '../../errors.ts';
import { checkRate } from '../../rates/check.ts';
import type { Fixing } from '../../rates/fixing.ts';
import type { Rate, SourceReport, Update } from '../../rates/wire.ts';
import { keyOf } from '../fixings.ts';
import { type Commit, newEpoch, type Store } from '../store.ts';
import { isEpochDue } from './epoch.ts';
import type { Won } from './lease.ts';
import type { Mirror } from './mirror.ts';
import { type Look, readUpdate } from './records.ts';
import { COMMIT, OPEN, REPORT } from './scripts.ts';

export interface LeaderDeps {
  mirror: Mirror;
  /** Runs a script over our keys. */
  run(script: string, args: readonly string[]): Promise<unknown>;
  /** Reads everything and adopts what is newer than what is shown. */
  catchUp(): Promise<Look>;
  now: () => Date;
}

/** Fixings that one commit writes back: half a megabyte is done in milliseconds, and others get their turn. */
const REFILL = 500;

/**
 * Brings Redis and memory to one state and answers the writing half of the store, under the epoch that stands then.
 * Throws `lease-lost` or `store-unavailable`.
 */
export async function openTerm(won: Won, deps: LeaderDeps): Promise<Pick<Store, 'commit' | 'report'>> {
  const { mirror, run, catchUp, now } = deps;
  const { head, runId } = await catchUp();
  const isDue = isEpochDue(head, runId, mirror.shown());
  const epoch = isDue ? await openEpoch() : (head?.epoch ?? '');
  let turn: Promise<unknown> = Promise.resolve();

  async function openEpoch(): Promise<string> {
    const fresh = { epoch: newEpoch(), asOf: now().toISOString(), runId };
    const rates = mirror.shown()?.rates ?? [];
    const listed = rates.flatMap((rate) => [rate.base, JSON.stringify(rate)]);
    const reply = await run(OPEN, [won.holder, fresh.epoch, fresh.asOf, ...listed]);
    if (typeof reply !== 'string') throw lost('the lease is gone');
    const update = readUpdate(reply);
    mirror.adopt({ ...fresh, seq: update === null ? 0 : 1 }, rates, update === null ? [] : [update]);
    return fresh.epoch;
  }

  async function take({ rates, fixings }: Commit): Promise<Update | null> {
    if (!won.isLive()) throw lost('the lease ran out');
    const reply = (await run(COMMIT, argumentsFor(rates, fixings))) as [string, string?];
    if (reply[0] !== 'kept') {
      const why = reply[0] === 'lost' ? 'the lease is gone' : 'Redis may have lost changes';
      won.lose(why);
      throw lost(why);
    }
    for (const fixing of fixings) mirror.fixings.put(fixing);
    const update = reply[1] === undefined ? null : readUpdate(reply[1]);
    // The answer to an earlier commit may have been lost: then the log tells what it was.
    if (update !== null && mirror.take(update) === 'gap') await catchUp();
    return update;
  }

  function argumentsFor(rates: readonly Rate[], fixings: readonly Fixing[]): string[] {
    const known = mirror.shown()?.seq ?? 0;
    const list = rates.flatMap((rate) => [rate.base, checked(rate)]);
    const read = fixings.flatMap((it) => [keyOf(it), JSON.stringify(it), it.printed, it.nominal]);
    return [won.holder, epoch, String(known), now().toISOString(), String(rates.length), ...list, ...read];
  }

  function commit(commit: Commit): Promise<Update | null> {
    const result = turn.then(() => take(commit));
    turn = result.catch(() => {});
    return result;
  }

  async function report(report: SourceReport): Promise<void> {
    mirror.reports.set(report.id, report);
    if (!won.isLive()) throw lost('the lease ran out');
    const kept = await run(REPORT, [won.holder, report.id, JSON.stringify(report)]);
    if (kept !== 1) throw lost('the lease is gone');
  }

  if (isDue) {
    // An emptied Redis gets its history back as well; where it has it, nothing changes.
    const fixings = [...mirror.fixings.all()];
    for (let from = 0; from < fixings.length; from += REFILL)
      await commit({ rates: [], fixings: fixings.slice(from, from + REFILL) });
    for (const it of mirror.reports.values()) await report(it);
  }
  return { commit, report };
}

/** What replicas would not believe must not be committed: they would all fall silent. */
function checked(rate: Rate): string {
  const text = JSON.stringify(rate);
  const read = checkRate(rate);
  if (read === null || JSON.stringify(read) !== text)
    throw new TickerError('rate-refused', `not fit to publish: ${text}`);
  return text;
}

function lost(why: string): TickerError {
  return new TickerError('lease-lost', why);
}
