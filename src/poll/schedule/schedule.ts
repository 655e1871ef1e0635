// poll: the times at which each source is polled. A failing bank never moves the timer of another.
import type { Code } from '../../rates/fixing.ts';
import type { PollOutcome } from '../outcome.ts';
import type { Poller } from '../poller.ts';
import { createSourceTimers, type SourceTimers, type TimersDeps } from './source-timers.ts';

/** The polls of all sources. */
export interface Schedule {
  /** Polls every source once, then at its windows. */
  start(): void;
  /** Polls one source, or all sources, now. `null` for an unknown id. */
  pollNow(id?: string): Promise<PollOutcome[] | null>;
  /** Stops all timers and ends the open requests. */
  stop(): Promise<void>;
}

export interface ScheduleDeps extends Omit<TimersDeps, 'pollCheckers'> {
  pollers: readonly Poller[];
}

/**
 * How often missed windows are looked for: those of a stopped process or a sleeping machine. Without this check the last
 * window of a day would be replaced by the first one of the next day.
 */
const WATCH_MS = 5_000;

/** Creates the timers of all sources. No poll starts before `start` or `pollNow`. */
export function createSchedule({ pollers, ...deps }: ScheduleDeps): Schedule {
  const sourceTimers: SourceTimers[] = pollers.map((poller) =>
    createSourceTimers(poller, { ...deps, pollCheckers }),
  );
  let watch: NodeJS.Timeout | undefined;

  /** Polls the sources that check the held codes, so that a real jump does not wait for their next window. */
  async function pollCheckers(held: readonly Code[]): Promise<boolean> {
    // A failing source is left out: its bank may have named the time of the next request.
    const checking = sourceTimers.filter(
      (timers) => !timers.isBackingOff() && timers.checks.some((code) => held.includes(code)),
    );
    await Promise.all(checking.map((timers) => timers.pollForOther()));
    return checking.length > 0;
  }

  return {
    start() {
      for (const timers of sourceTimers) timers.start();
      watch = setInterval(() => {
        for (const timers of sourceTimers) timers.makeUp();
      }, WATCH_MS);
    },
    async pollNow(id) {
      const asked = sourceTimers.filter((timers) => id === undefined || timers.id === id);
      if (id !== undefined && asked.length === 0) return null;
      return Promise.all(asked.map((timers) => timers.poll()));
    },
    async stop() {
      clearInterval(watch);
      await Promise.all(sourceTimers.map((timers) => timers.stop()));
    },
  };
}
