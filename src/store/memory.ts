// store: the embedded store, one process's memory with two files behind it.
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Code } from '../rates/fixing.ts';
import { sameRate } from '../rates/rate.ts';
import type { Rate, SourceReport, Update } from '../rates/wire.ts';
import { createFixings } from './fixings.ts';
import type { StateFiles } from './state-files.ts';
import { type Commit, LOG_LENGTH, newEpoch, type Store } from './store.ts';

export interface MemoryStoreDeps {
  /** `null` = nothing survives the process. */
  files: StateFiles | null;
  log: Log;
  now?: () => Date;
}

/** Opens the embedded store with whatever its files hold. Throws `store-unavailable` when they cannot be read. */
export async function createMemoryStore({
  files,
  log,
  now = () => new Date(),
}: MemoryStoreDeps): Promise<Store> {
  const found = await files?.load();
  for (const path of found?.putAside ?? []) log.error({ path }, 'kept state was unreadable and is put aside');

  let epoch = found?.snapshot?.epoch ?? newEpoch();
  let seq = found?.snapshot?.seq ?? 0;
  let asOf = found?.snapshot?.asOf ?? now().toISOString();
  const rates = new Map<Code, Rate>(found?.snapshot?.rates.map((rate) => [rate.base, rate]));
  const fixings = createFixings(found?.fixings);
  const updates: Update[] = [];
  const followers = new Set<(update: Update) => void>();
  const reports = new Map<string, SourceReport>();
  let durable = true;
  /** Whether the disk has all fixings: those that a full one has refused are due with the next commit. */
  let fixingsKept = true;
  let turn: Promise<unknown> = Promise.resolve();

  const snapshot = () => ({ epoch, seq, asOf, quote: 'USD' as const, rates: [...rates.values()] });

  async function keep(withFixings: boolean): Promise<void> {
    if (files === null) return;
    try {
      // The snapshot is the commit: history that is ahead of it is only history known early.
      if (withFixings || !fixingsKept) {
        fixingsKept = false;
        await files.saveFixings(fixings.all());
        fixingsKept = true;
      }
      await files.saveSnapshot(snapshot());
      durable = true;
    } catch (error) {
      // Fresh rates are worth more than durable ones, but after a restart the disk would hand out the same
      // positions again for other rates. Under a new epoch, which the disk does not know, it cannot.
      if (durable) {
        epoch = newEpoch();
        log.error({ error: messageOf(error) }, 'state cannot be kept; serving from memory under a new epoch');
      }
      durable = false;
    }
  }

  async function take(commit: Commit): Promise<Update | null> {
    const changed = commit.rates.filter((rate) => {
      const shown = rates.get(rate.base);
      return shown === undefined || !sameRate(shown, rate);
    });
    const fresh = commit.fixings.filter((fixing) => fixings.put(fixing));
    for (const rate of changed) rates.set(rate.base, rate);
    if (changed.length > 0) {
      seq += 1;
      asOf = now().toISOString();
    }
    const before = epoch;
    if (changed.length > 0 || fresh.length > 0) await keep(fresh.length > 0);
    if (changed.length === 0) return null;
    const update: Update = { epoch, seq, asOf, rates: epoch === before ? changed : [...rates.values()] };
    updates.push(update);
    if (updates.length > LOG_LENGTH) updates.shift();
    for (const follower of followers) follower(update);
    return update;
  }

  const store: Store = {
    snapshot: async () => snapshot(),
    commit(commit) {
      // One at a time: a commit is published when it is kept, and two at once could swap places on the disk.
      const result = turn.then(() => take(commit));
      turn = result.catch(() => {});
      return result;
    },
    history: async (query) => fixings.list(query),
    recent: async () => updates.filter((update) => update.epoch === epoch),
    follow(onUpdate) {
      followers.add(onUpdate);
      return () => void followers.delete(onUpdate);
    },
    report: async (report) => void reports.set(report.id, report),
    reports: async () => [...reports.values()],
    campaign(onTerm) {
      const over = new AbortController();
      onTerm({ store, over: over.signal });
      return async () => over.abort();
    },
    health: () => ({ isUp: durable, leader: 'this process', changesBehind: 0, behindMs: 0 }),
    async close() {
      await turn;
      await files?.close();
    },
  };
  return store;
}
