// fault: the real polls, store, publishing and routes of one replica, with a scripted clock and a disk that can be
// full.

import type { Guard } from '../../../src/guard/decision.ts';
import { createMetrics } from '../../../src/metrics.ts';
import { backfill } from '../../../src/poll/history/backfill.ts';
import { beginLeaderTasks, type LeaderTasks } from '../../../src/poll/leader-tasks.ts';
import { createArchive } from '../../../src/publish/archive.ts';
import type { Medium } from '../../../src/publish/channel.ts';
import { createFeed, type Feed } from '../../../src/publish/feed.ts';
import { createHub, type Hub } from '../../../src/publish/hub.ts';
import { bankTime } from '../../../src/rates/calendar.ts';
import { addDays } from '../../../src/rates/date.ts';
import type { Code, Fixing } from '../../../src/rates/fixing.ts';
import type { ServerMessage, Snapshot } from '../../../src/rates/wire.ts';
import { createCurrentAnswers } from '../../../src/serve/http/answers/current.ts';
import { createRouter } from '../../../src/serve/http/router.ts';
import { createConvertRoutes } from '../../../src/serve/routes/convert.ts';
import { createHistoryRoutes } from '../../../src/serve/routes/history.ts';
import { createRatesRoutes } from '../../../src/serve/routes/rates.ts';
import type { SelectedSource } from '../../../src/sources/selection.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { createQuietLog } from '../../support/recorded-log.ts';

/** The files of the store, which survive a restart. Nothing is written while the disk is full. */
export function createDisk() {
  let snapshot: Snapshot | null = null;
  let fixings: Fixing[] = [];
  let isFull = false;
  const write = async (act: () => void) => {
    if (isFull) throw new Error('no space left on device');
    act();
  };
  return {
    setFull(full: boolean) {
      isFull = full;
    },
    files: {
      load: async () => ({ snapshot, fixings, putAside: [] }),
      saveSnapshot: (it: Snapshot) =>
        write(() => {
          snapshot = it;
        }),
      saveFixings: (them: Iterable<Fixing>) =>
        write(() => {
          fixings = [...them];
        }),
      close: async () => {},
    },
  };
}

interface Receiver {
  messages: ServerMessage[];
}

/** Parses the written frames into messages again. */
const medium: Medium<Receiver> = {
  name: 'listener',
  frame: (message) => Buffer.from(`${JSON.stringify(message)}\n`),
  write(target, bytes) {
    for (const line of String(bytes).trimEnd().split('\n')) target.messages.push(JSON.parse(line));
  },
  backlog: () => 0,
  cut() {},
};

export interface ReplicaDeps {
  disk: ReturnType<typeof createDisk>;
  selectedSources: readonly SelectedSource[];
  code: Code;
  guard: Guard;
  now: () => Date;
}

/** One registry for all histories, because it is slow to create. */
const metrics = createMetrics();

/** Starts a replica that leads. */
export async function startReplica({ disk, selectedSources, code, guard, now }: ReplicaDeps) {
  const { log } = createQuietLog();
  const store = await createEmbeddedStore({ files: disk.files, log, now });
  const publisherOf = new Map([[code, selectedSources[0]?.source.id ?? '']]);
  const begin = () =>
    beginLeaderTasks(store, {
      selectedSources,
      publisherOf,
      seedFile: null,
      pollCron: null,
      backfillDays: 0,
      random: () => 0.5,
      log,
      metrics,
      now,
      guard,
    });
  let tasks: LeaderTasks = await begin();
  const feed: Feed = createFeed(store.view, { codes: [code], admits: () => true });
  const hub: Hub<Receiver> = createHub<Receiver>(feed, now);
  const listener: Receiver = { messages: [] };
  hub.join(listener, medium, null, null);
  const archive = createArchive(store.view, { publisherOf, seedId: 'seed', kindOf: () => 'official' });
  const app = createRouter([
    ...createRatesRoutes(
      feed,
      [code],
      createCurrentAnswers(feed, () => now().getTime()),
    ),
    ...createConvertRoutes(feed, [code]),
    ...createHistoryRoutes(archive, [code]),
  ]);

  async function get<T>(path: string): Promise<T> {
    const response = await app.request(path);
    if (response.status !== 200) throw new Error(`${path} answered ${response.status}`);
    return (await response.json()) as T;
  }

  return {
    store: store as Store,
    listener,
    poll: async (id: string) => void (await tasks.pollNow(id)),
    async rates(): Promise<Snapshot['rates']> {
      // Without a seed there is nothing to show before the bank's first figure.
      const isEmpty = (feed.snapshot()?.rates.length ?? 0) === 0;
      return isEmpty ? [] : (await get<Snapshot>('/rates')).rates;
    },
    /** What an earlier version did: it stored a figure without a judgement. */
    keep: (fixing: Fixing) => store.commit({ rates: [], fixings: [fixing] }),
    convert: () => get<{ result: string; fixings: { date: string }[] }>(`/convert?from=${code}&to=USD`),
    history: () =>
      get<{ rates: { date: string; inverse: string; printed: string; source: string }[] }>(
        `/rates/${code}/history`,
      ),
    async fill(selected: SelectedSource): Promise<void> {
      const { date: to } = bankTime(selected.source.calendar, now());
      const signal = new AbortController().signal;
      await backfill(selected, { from: addDays(to, -30), to }, { store, log, now, signal, guard }).catch(
        () => {},
      );
    },
    /** Another replica leads, with only the state of the store. */
    async failOver() {
      await tasks.stop();
      tasks = await begin();
    },
    async stop() {
      await tasks.stop();
      hub.stop();
      feed.stop();
      await store.close();
    },
  };
}

export type Replica = Awaited<ReturnType<typeof startReplica>>;
