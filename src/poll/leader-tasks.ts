// poll: what one replica alone does: the seed, the clock, the polls and the past. Begun with a term, ended with it.
import { kindOf, messageOf } from '../errors.ts';
import { forgetTerm } from '../metrics.ts';
import type { SelectedSource } from '../sources/selection.ts';
import type { Store } from '../store/store.ts';
import { endForgottenHolds, followClock, startClock } from './clock.ts';
import { startBackgroundFill } from './history/background.ts';
import { healHistory } from './history/healing.ts';
import type { Outcome } from './outcome.ts';
import { createPoller, type PollerDeps } from './poller.ts';
import { createSchedule } from './schedule.ts';
import { type SeedWatch, type SeedWatchDeps, startSeedWatch } from './seed-watch.ts';

export interface LeaderTasks {
  /** Asks every source once, then as its windows say, and fills the past beside it. */
  startPolling(): void;
  /** Asks one source, or all of them, now. `null` for an unknown id. */
  pollNow(source?: string): Promise<Outcome[] | null>;
  /** Ends the requests under way. */
  stop(): Promise<void>;
}

export interface LeaderTasksDeps
  extends Omit<PollerDeps, 'store'>,
    Pick<SeedWatchDeps, 'seedFile' | 'publisherOf'> {
  selectedSources: readonly SelectedSource[];
  pollCron: string | null;
  backfillDays: number;
  random: () => number;
}

/** Shows the seed where nothing else is, sets what the clock says, and is ready to poll. Throws what the store throws. */
export async function beginLeaderTasks(store: Store, deps: LeaderTasksDeps): Promise<LeaderTasks> {
  const { selectedSources, log, metrics, now, random, pollCron, backfillDays: days } = deps;
  const publishers = selectedSources
    .filter((selected) => selected.publishes.length > 0)
    .map((selected) => selected.source);
  const seeding = await startSeedWatch({ ...deps, store }).catch((error: unknown): SeedWatch => {
    if (kindOf(error) !== 'config-invalid') throw error;
    // It was good when this process started; a leader that gave up over it would leave the banks unread.
    log.error({ reason: messageOf(error) }, 'seed file refused; it is read again at the next start');
    return { entries: [], stop: async () => {} };
  });
  try {
    await endForgottenHolds(store, now());
    await healHistory(selectedSources, { ...deps, store, seed: seeding.entries });
    await followClock(store, publishers, now());
  } catch (error) {
    await seeding.stop();
    throw error;
  }
  const stopClock = startClock(store, publishers, now, log);
  const pollers = selectedSources.map((selected) => createPoller(selected, { ...deps, store }));
  const schedule = createSchedule({ pollers, pollCron, now, random, onMissed });

  function onMissed(source: string, due: Date): void {
    metrics.missedPolls.inc({ source });
    log.warn({ source, due }, 'a poll was missed; polled late');
  }
  let stopBackfilling = () => {};
  return {
    startPolling() {
      schedule.start();
      stopBackfilling = startBackgroundFill({ selectedSources, days, store, log, now, random });
    },
    pollNow: (source) => schedule.pollNow(source),
    async stop() {
      stopBackfilling();
      await Promise.all([seeding.stop(), stopClock(), schedule.stop()]);
      forgetTerm(metrics);
    },
  };
}
