// poll: the times at which each source is polled. A failing bank never moves the timer of another.
import type { Code } from '../../rates/fixing.ts';
import type { Outcome } from '../outcome.ts';
import type { Poller } from '../poller.ts';
import { retryDelayMs } from './back-off.ts';
import { createWindows, isMissed } from './windows.ts';

export interface Schedule {
  /** Polls every source once, then at its windows. */
  start(): void;
  /** Polls one source, or all sources, now. `null` for an unknown id. */
  pollNow(id?: string): Promise<Outcome[] | null>;
  stop(): Promise<void>;
}

export interface ScheduleDeps {
  pollers: readonly Poller[];
  /** Replaces every source's windows; in UTC. */
  pollCron: string | null;
  now: () => Date;
  random: () => number;
  /** Called for each window or retry that passed without a poll; the poll follows at once. */
  onMissed(source: string, due: Date): void;
}

/** Replicas and other users of a bank start at the same minute: twenty seconds spread them. */
const JITTER_MS = 20_000;
/**
 * A held figure needs three reads over 30 minutes; six reads fit into the hour within which a devaluation is shown.
 */
const RECHECK_MS = 10 * 60_000;
const MAX_RECHECKS = 6;
/**
 * How often missed windows are looked for: those of a stopped process or a sleeping machine. Without this check the last
 * window of a day would be replaced by the first one of the next day.
 */
const WATCH_MS = 5_000;

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

type SourceTimers = ReturnType<typeof createSourceTimers>;

interface SourceTimersDeps extends Omit<ScheduleDeps, 'pollers'> {
  /** Returns whether any source was polled. */
  pollCheckers(held: readonly Code[]): Promise<boolean>;
}

/**
 * The timers of one source: its windows, the retry that replaces them after a failure, and the recheck of a held
 * figure.
 */
function createSourceTimers(
  poller: Poller,
  { pollCron, now, random, onMissed, pollCheckers }: SourceTimersDeps,
) {
  const { source } = poller;
  const ownWindows = pollCron === null;
  // No jitter for a source that sends no requests, nor for an operator's own expression.
  const jitterMs = ownWindows && source.origin !== '' ? JITTER_MS : 0;
  let failures = 0;
  let rechecks = 0;
  /** The only timer besides the windows: the retry after a failure, or the recheck of a held figure. */
  let timer: NodeJS.Timeout | undefined;
  let retryAt: Date | null = null;
  /** The time of the next poll; `null` during a poll. */
  let due: Date | null = null;
  let watched = now();
  let stopped = false;
  /** The current poll. */
  let current: Promise<Outcome> | null = null;

  const windows = createWindows({
    expressions: ownWindows ? source.windows : [pollCron],
    zone: ownWindows ? source.calendar.zone : 'UTC',
    jitterMs,
    random,
    onOpen: tick,
  });

  async function tick(): Promise<void> {
    // After a failure only the back-off decides the time of the next poll.
    if (retryAt === null) await poll();
  }

  function disarm(): void {
    clearTimeout(timer);
    retryAt = null;
  }

  /** Several polls may end one after the other: each sets the timer again, and there is never a second timer. */
  function arm(delayMs: number): void {
    disarm();
    if (!stopped) timer = setTimeout(() => void poll(), delayMs);
  }

  async function ask(): Promise<Outcome> {
    const mine = poller.poll();
    current = mine;
    const outcome = await mine;
    if (current === mine) current = null;
    return outcome;
  }

  /**
   * `pollsCheckers` is off for a poll that another source has caused: two sources that check each other would poll
   * without end.
   */
  async function poll({ pollsCheckers } = { pollsCheckers: true }): Promise<Outcome> {
    disarm();
    due = null;
    const before = rechecks;
    let outcome = await ask();
    const mayPollCheckers = pollsCheckers && outcome.result !== 'failed' && outcome.held.length > 0;
    if (mayPollCheckers && !stopped && (await pollCheckers(outcome.held)) && !stopped)
      outcome = joined(outcome, await ask());
    rechecks = outcome.held.length > 0 ? before + 1 : 0;
    failures = outcome.result === 'failed' ? failures + 1 : 0;
    if (stopped) return outcome;
    if (failures > 0) {
      const delayMs = retryDelayMs(failures, random, outcome.retryAfterMs);
      arm(delayMs);
      retryAt = new Date(now().getTime() + delayMs);
    } else if (rechecks > 0 && rechecks <= MAX_RECHECKS) arm(RECHECK_MS);
    else disarm();
    due = nextPoll();
    await poller.announce(due);
    return outcome;
  }

  /** Polls when the due window or retry has passed. */
  function makeUp(): void {
    const at = now();
    // After the clock was set back there are windows before the one that was next.
    if (due !== null && at < watched) due = nextPoll();
    watched = at;
    if (due === null || !isMissed(due, jitterMs, at)) return;
    onMissed(source.id, due);
    void poll();
  }

  const nextPoll = () => retryAt ?? windows.next();

  return {
    id: source.id,
    checks: poller.checks,
    isBackingOff: () => retryAt !== null,
    poll,
    makeUp,
    /** The poll for another source's held figure: a poll in progress is new enough. */
    pollForOther: () => current ?? poll({ pollsCheckers: false }),
    start() {
      void poller.announce(null);
      windows.start();
      void poll();
    },
    async stop() {
      stopped = true;
      disarm();
      windows.stop();
      await poller.close();
    },
  };
}

/** The outcome of two polls in a row as one. */
function joined(first: Outcome, second: Outcome): Outcome {
  const changed = [...first.changed, ...second.changed];
  return { ...second, changed, result: changed.length > 0 ? 'changed' : second.result };
}
