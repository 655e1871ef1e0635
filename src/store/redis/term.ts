// store: the writes of a leader to Redis: it opens an epoch if necessary, and commits under epoch and lease.
import { TickerError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Snapshot, Update } from '../../rates/wire.ts';
import { createTurn } from '../../turn.ts';
import { changedRates } from '../changes.ts';
import { keyOf } from '../fixings.ts';
import type { PollRecord } from '../poll-record.ts';
import { type Commit, type Edit, newEpoch, type Store } from '../store.ts';
import { isEpochDue } from './epoch.ts';
import type { WonLease } from './lease.ts';
import type { Mirror } from './mirror.ts';
import { createRefill, type Renewal } from './refill.ts';
import { readUpdate, type StateRead } from './replies.ts';
import { COMMIT, FILLED, OPEN, REPORT } from './scripts.ts';

/** What a leader can do during its term. */
export interface OpenTerm {
  /** The methods of the store that write. */
  writes: Pick<Store, 'change' | 'commit' | 'record'>;
  /** Writes values again that a renewal of the lease did not find. */
  refill(found: Renewal): void;
}

export interface TermDeps {
  mirror: Mirror;
  /** Runs a script with the keys of this service. */
  run(script: string, args: readonly string[]): Promise<unknown>;
  /** Reads everything and adopts a newer state. */
  catchUp(): Promise<StateRead>;
  now: () => Date;
  log: Log;
}

/** This leader is the only writer: one lost answer moves the state once. More moves come from another program. */
const MAX_TRIES = 4;
const NOTHING: Commit = { rates: [], fixings: [] };

/**
 * Makes Redis and the memory equal, under an existing or a new epoch. The history is written after the first changes.
 * Throws `lease-lost` or `store-unavailable`.
 */
export async function openTerm(won: WonLease, deps: TermDeps): Promise<OpenTerm> {
  const { mirror, run, catchUp, now, log } = deps;
  const { head, runId, fixingCount } = await catchUp();
  const isDue = isEpochDue(head, runId, mirror.snapshot());
  const epoch = isDue ? await openEpoch() : (head?.epoch ?? '');
  const turn = createTurn();
  let knownFixings = fixingCount;

  async function openEpoch(): Promise<string> {
    const fresh = { epoch: newEpoch(), asOf: now().toISOString(), runId };
    const rates = mirror.snapshot()?.rates ?? [];
    const listed = rates.flatMap((rate) => [rate.base, JSON.stringify(rate)]);
    const reply = await run(OPEN, [won.holder, fresh.epoch, fresh.asOf, ...listed]);
    if (typeof reply !== 'string') throw lost('the lease is gone');
    const update = readUpdate(reply);
    mirror.adopt({ ...fresh, seq: update === null ? 0 : 1 }, rates, update === null ? [] : [update]);
    return fresh.epoch;
  }

  async function take(edit: Edit): Promise<Update | null> {
    for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
      if (!won.isLive()) throw lost('the lease ran out');
      const snapshot = await mirror.whenShown();
      const commit = edit({ snapshot, history: mirror.fixings.list }) ?? NOTHING;
      // Sent also without a change: only Redis can confirm that this is the newest state.
      const [result, ...answer] = (await run(COMMIT, argumentsFor(commit, snapshot))) as string[];
      if (result === 'kept') return taken(commit, answer);
      if (result !== 'moved') {
        const why = result === 'lost' ? 'the lease is gone' : 'Redis may have lost changes';
        won.lose(why);
        throw lost(why);
      }
      knownFixings = (await catchUp()).fixingCount;
    }
    throw new TickerError('store-unavailable', 'Redis: another program writes to these keys');
  }

  async function taken(
    { fixings }: Commit,
    [fixingCount = '0', text]: readonly string[],
  ): Promise<Update | null> {
    knownFixings = fixingCount;
    for (const fixing of fixings) mirror.fixings.put(fixing);
    const update = text === undefined ? null : readUpdate(text);
    if (update !== null && mirror.take(update) === 'gap') await catchUp();
    return update;
  }

  function argumentsFor(commit: Commit, shown: Snapshot): string[] {
    const changed = changedRates(commit, shown);
    const others = shown.rates.filter((rate) => changed.every((it) => it.base !== rate.base));
    // All rates, not only the changed ones: this restores rates that Redis has evicted.
    const list = [...changed, ...others].flatMap((rate) => [rate.base, JSON.stringify(rate)]);
    const read = commit.fixings.flatMap((it) => [keyOf(it), JSON.stringify(it), it.printed, it.nominal]);
    const known = [won.holder, epoch, String(shown.seq), knownFixings, now().toISOString()];
    return [...known, String(changed.length), String(list.length / 2), ...list, ...read];
  }

  const change = (edit: Edit) => turn.take(() => take(edit));

  async function record(record: PollRecord): Promise<void> {
    mirror.records.keep(record);
    if (!won.isLive()) throw lost('the lease ran out');
    const kept = await run(REPORT, [won.holder, record.source, JSON.stringify(record)]);
    if (kept !== 1) throw lost('the lease is gone');
  }

  async function noteFilled(): Promise<void> {
    await run(FILLED, [won.holder, epoch, String(mirror.snapshot()?.seq ?? 0)]);
  }

  const writes = { change, commit: (commit: Commit) => change(() => commit), record };
  return { writes, refill: createRefill({ mirror, log, ...writes, noteFilled }) };
}

function lost(why: string): TickerError {
  return new TickerError('lease-lost', why);
}
