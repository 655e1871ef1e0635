// poll: the tasks of the leader: seed, clock, polls and history. They start and end with a term.
import { kindOf, messageOf } from '../errors.ts';
import { forgetTerm } from '../metrics.ts';
import type { SelectedSource } from '../sources/selection.ts';
import type { Store } from '../store/store.ts';
import { followClock, startClock } from './clock/clock.ts';
import { startBackgroundFill } from './history/background.ts';
import { healHistory } from './history/healing.ts';
import { endForgottenHolds } from './intake/holds.ts';
import type { PollOutcome } from './outcome.ts';
import { createPoller, type PollerDeps } from './poller.ts';
import { createSchedule } from './schedule/schedule.ts';
import { type SeedWatch, type SeedWatchDeps, startSeedWatch } from './seed-watch.ts';

/** The tasks of one term. */
export interface LeaderTasks {
  /** Polls every source once, then at its windows, and fills the history in the background. */
  startPolling(): void;
  /** Polls one source, or all sources, now. `null` for an unknown id. */
  pollNow(source?: string): Promise<PollOutcome[] | null>;
  /** Ends the open requests. */
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

/**
 * Shows the seed where there is no rate, applies the clock, and prepares the polls. Throws the errors of the store.
 */
export async function beginLeaderTasks(store: Store, deps: LeaderTasksDeps): Promise<LeaderTasks> {
  const { selectedSources, log, metrics, now, random, pollCron, backfillDays: days } = deps;
  const publishers = selectedSources
    .filter((selected) => selected.publishes.length > 0)
    .map((selected) => selected.source);
  const seeding = await startSeedWatch({ ...deps, store }).catch((error: unknown): SeedWatch => {
    if (kindOf(error) !== 'config-invalid') throw error;
    // The file was valid when this process started. A leader that stopped because of it would not poll the banks.
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
