// poll: when each source is asked. One bank's trouble never moves another's timer. The only importer of node-cron.
import { createTask, type ScheduledTask, validate } from 'node-cron';
import type { Desk, Outcome } from './desk.ts';
import { retryDelayMs } from './plan.ts';

/** Whether a text is a cron expression; seconds allowed. */
export function isCron(expression: string): boolean {
  return validate(expression);
}

export interface Schedule {
  /** Asks every source once, then as its windows say. */
  start(): void;
  /** Asks one source, or all of them, now. `null` for an unknown id. */
  pollNow(id?: string): Promise<Outcome[] | null>;
  stop(): Promise<void>;
}

export interface ScheduleDeps {
  desks: readonly Desk[];
  /** Replaces every source's windows; in UTC. */
  pollCron: string | null;
  now: () => Date;
  random: () => number;
}

/** Replicas and other subscribers wake on the same minute: twenty seconds spread them. */
const JITTER_MS = 20_000;

export function createSchedule({ desks, pollCron, now, random }: ScheduleDeps): Schedule {
  const lines = desks.map((desk) => createLine(desk, pollCron, now, random));
  return {
    start() {
      for (const line of lines) line.start();
    },
    async pollNow(id) {
      const asked = id === undefined ? lines : lines.filter((line) => line.id === id);
      return asked.length === 0 ? null : Promise.all(asked.map((line) => line.poll()));
    },
    async stop() {
      await Promise.all(lines.map((line) => line.stop()));
    },
  };
}

/** One source's timers: its windows, and the retry that replaces them after a failure. */
function createLine(desk: Desk, pollCron: string | null, now: () => Date, random: () => number) {
  const { source } = desk;
  const ownWindows = pollCron === null;
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;
  let retryAt: Date | null = null;
  let stopped = false;

  const tasks: ScheduledTask[] = (ownWindows ? source.windows : [pollCron]).map((expression) =>
    createTask(expression, tick, {
      timezone: ownWindows ? source.calendar.zone : 'UTC',
      noOverlap: true,
      // A source without an origin is no bank, and an operator's own expression is meant as it stands.
      maxRandomDelay: ownWindows && source.origin !== '' ? JITTER_MS : 0,
      suppressMissedWarning: true,
    }),
  );

  async function tick(): Promise<void> {
    // While a bank is in trouble the back-off alone decides when it is asked.
    if (retry === undefined) await poll();
  }

  async function poll(): Promise<Outcome> {
    clearTimeout(retry);
    retry = undefined;
    retryAt = null;
    const outcome = await desk.poll();
    failures = outcome.result === 'failed' ? failures + 1 : 0;
    if (stopped) return outcome;
    if (failures > 0) {
      const delayMs = retryDelayMs(failures, random, outcome.retryAfterMs);
      clearTimeout(retry);
      retryAt = new Date(now().getTime() + delayMs);
      retry = setTimeout(() => void poll(), delayMs);
    }
    await desk.announce(nextPoll());
    return outcome;
  }

  function nextPoll(): Date | null {
    const runs = tasks.map((task) => task.getNextRun()?.getTime() ?? Number.POSITIVE_INFINITY);
    const next = retryAt?.getTime() ?? Math.min(...runs);
    return Number.isFinite(next) ? new Date(next) : null;
  }

  return {
    id: source.id,
    poll,
    start() {
      for (const task of tasks) void task.start();
      void poll();
    },
    async stop() {
      stopped = true;
      clearTimeout(retry);
      await Promise.all(tasks.map((task) => task.destroy()));
      await desk.close();
    },
  };
}
