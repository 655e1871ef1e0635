// poll: the timers of one source: its windows, the retry that replaces them after a failure, and the recheck of a held
// figure.
import type { Code } from '../../rates/fixing.ts';
import type { PollOutcome } from '../outcome.ts';
import type { Poller } from '../poller.ts';
import { createDueWatch } from './missed.ts';
import { nextTimer, type Streaks, streaksAfter } from './next-timer.ts';
import { createWindows } from './windows.ts';

/** The timers of one source. */
export interface SourceTimers {
  readonly id: string;
  /** Codes that the source only checks. */
  readonly checks: readonly Code[];
  /** Whether the next poll is a retry after a failure. */
  isBackingOff(): boolean;
  /** Polls now. */
  poll(): Promise<PollOutcome>;
  /** Polls for another source's held figure; a poll in progress is new enough. */
  pollForOther(): Promise<PollOutcome>;
  /** Polls when the due window or retry has passed. */
  makeUp(): void;
  /** Polls once, then at the windows. */
  start(): void;
  stop(): Promise<void>;
}

export interface TimersDeps {
  /** Replaces every source's windows; in UTC. */
  pollCron: string | null;
  now: () => Date;
  random: () => number;
  /** Called for each window or retry that passed without a poll; the poll follows at once. */
  onMissed(source: string, due: Date): void;
  /** Polls the sources that check held codes. Returns whether any source was polled. */
  pollCheckers(held: readonly Code[]): Promise<boolean>;
}

/** Replicas and other users of a bank start at the same minute: twenty seconds spread them. */
const JITTER_MS = 20_000;

/** Several polls may end one after the other: each sets the only timer besides the windows again. */
export function createSourceTimers(poller: Poller, deps: TimersDeps): SourceTimers {
  const { pollCron, now, random, onMissed, pollCheckers } = deps;
  const { source } = poller;
  const ownWindows = pollCron === null;
  // No jitter for a source that sends no requests, nor for an operator's own expression.
  const jitterMs = ownWindows && source.origin !== '' ? JITTER_MS : 0;
  const watch = createDueWatch(jitterMs, now());
  let streaks: Streaks = { failures: 0, held: 0 };
  let timer: NodeJS.Timeout | undefined;
  let retryAt: Date | null = null;
  let stopped = false;
  /** The current poll. */
  let current: Promise<PollOutcome> | null = null;

  const windows = createWindows({
    expressions: ownWindows ? source.windows : [pollCron],
    zone: ownWindows ? source.calendar.zone : 'UTC',
    jitterMs,
    random,
    async onOpen() {
      // After a failure only the back-off decides the time of the next poll.
      if (retryAt === null) await poll();
    },
  });
  const nextPoll = () => retryAt ?? windows.next();

  function disarm(): void {
    clearTimeout(timer);
    retryAt = null;
  }

  /** Sets the timer that follows a poll, and announces the next poll. */
  async function arm(outcome: PollOutcome): Promise<void> {
    disarm();
    const next = nextTimer(streaks, outcome, random);
    if (next.kind !== 'none') timer = setTimeout(() => void poll(), next.delayMs);
    if (next.kind === 'retry') retryAt = new Date(now().getTime() + next.delayMs);
    const due = nextPoll();
    watch.expect(due);
    await poller.announce(due);
  }

  async function ask(): Promise<PollOutcome> {
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
  async function poll({ pollsCheckers } = { pollsCheckers: true }): Promise<PollOutcome> {
    disarm();
    watch.expect(null);
    const { held } = streaks;
    let outcome = await ask();
    const mayPollCheckers = pollsCheckers && outcome.result !== 'failed' && outcome.held.length > 0;
    if (mayPollCheckers && !stopped && (await pollCheckers(outcome.held)) && !stopped)
      outcome = joined(outcome, await ask());
    // Polls at once are one recheck of a held figure.
    streaks = streaksAfter(outcome, { ...streaks, held });
    if (!stopped) await arm(outcome);
    return outcome;
  }

  return {
    id: source.id,
    checks: poller.checks,
    isBackingOff: () => retryAt !== null,
    poll: () => poll(),
    pollForOther: () => current ?? poll({ pollsCheckers: false }),
    makeUp() {
      const due = watch.missed(now(), nextPoll);
      if (due === null) return;
      onMissed(source.id, due);
      void poll();
    },
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
function joined(first: PollOutcome, second: PollOutcome): PollOutcome {
  const changed = [...first.changed, ...second.changed];
  return { ...second, changed, result: changed.length > 0 ? 'changed' : second.result };
}
