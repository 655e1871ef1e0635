// store: the embedded store, one process's memory with two files behind it.
import { randomBytes } from 'node:crypto';
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Code, Fixing } from '../rates/fixing.ts';
import { sameRate } from '../rates/rate.ts';
import type { Rate, SourceReport, Update } from '../rates/wire.ts';
import type { StateFiles } from './state-files.ts';
import type { Commit, Store } from './store.ts';

/** A resume within this many changes replays them; at a few changes an hour that is weeks. */
const LOG_LENGTH = 1_000;

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
  const fixings = new Map<string, Fixing>(found?.fixings.map((fixing) => [keyOf(fixing), fixing]));
  const updates: Update[] = [];
  const followers = new Set<(update: Update) => void>();
  const reports = new Map<string, SourceReport>();
  let durable = true;
  let turn: Promise<unknown> = Promise.resolve();

  const snapshot = () => ({ epoch, seq, asOf, quote: 'USD' as const, rates: [...rates.values()] });

  async function keep(withFixings: boolean): Promise<void> {
    if (files === null) return;
    try {
      // The snapshot is the commit: history that is ahead of it is only history known early.
      if (withFixings) await files.saveFixings(fixings.values());
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
    const fresh = commit.fixings.filter((fixing) => !sameFixing(fixings.get(keyOf(fixing)), fixing));
    for (const fixing of fresh) fixings.set(keyOf(fixing), fixing);
    for (const rate of changed) rates.set(rate.base, rate);
    if (changed.length > 0) {
      seq += 1;
      asOf = now().toISOString();
    }
    if (changed.length > 0 || fresh.length > 0) await keep(fresh.length > 0);
    if (changed.length === 0) return null;
    const update: Update = { epoch, seq, asOf, rates: changed };
    updates.push(update);
    if (updates.length > LOG_LENGTH) updates.shift();
    for (const follower of followers) follower(update);
    return update;
  }

  return {
    snapshot: async () => snapshot(),
    commit(commit) {
      // One at a time: a commit is published when it is kept, and two at once could swap places on the disk.
      const result = turn.then(() => take(commit));
      turn = result.catch(() => {});
      return result;
    },
    history: async ({ code, source, from, to }) =>
      [...fixings.values()]
        .filter((it) => it.code === code && it.source === source && it.date >= from && it.date <= to)
        .sort((a, b) => (a.date < b.date ? -1 : 1)),
    recent: async () => updates.filter((update) => update.epoch === epoch),
    follow(onUpdate) {
      followers.add(onUpdate);
      return () => void followers.delete(onUpdate);
    },
    report: async (report) => void reports.set(report.id, report),
    reports: async () => [...reports.values()],
    async close() {
      await turn;
      await files?.close();
    },
  };
}

/** 12 characters of `[a-z0-9]`: a chance of one in 2^48 that two lost sequences are taken for one. */
function newEpoch(): string {
  return randomBytes(6).toString('hex');
}

function keyOf(fixing: Fixing): string {
  return `${fixing.code} ${fixing.source} ${fixing.date}`;
}

/** The same value stays as it was first read: only another figure replaces it. */
function sameFixing(known: Fixing | undefined, fixing: Fixing): boolean {
  return known !== undefined && known.printed === fixing.printed && known.nominal === fixing.nominal;
}
