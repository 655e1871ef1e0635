// poll: when each source is asked. One bank's trouble never moves another's timer.
import type { Code } from '../rates/fixing.ts';
import { isMissed, retryDelayMs } from './back-off.ts';
import type { Outcome } from './outcome.ts';
import type { Poller } from './poller.ts';
import { createWindows } from './windows.ts';

export interface Schedule {
  /** Asks every source once, then as its windows say. */
  start(): void;
  /** Asks one source, or all of them, now. `null` for an unknown id. */
  pollNow(id?: string): Promise<Outcome[] | null>;
  stop(): Promise<void>;
}

export interface ScheduleDeps {
  pollers: readonly Poller[];
  /** Replaces every source's windows; in UTC. */
  pollCron: string | null;
  now: () => Date;
  random: () => number;
  /** Hears of each window or retry that passed without a poll; the poll follows at once. */
  onMissed(source: string, due: Date): void;
}

/** Replicas and other subscribers wake on the same minute: twenty seconds spread them. */
const JITTER_MS = 20_000;
/** A held figure wants three reads over 30 minutes; six of them fit into the hour in which a devaluation is shown. */
const RECHECK_MS = 10 * 60_000;
const MAX_RECHECKS = 6;
/**
 * How often missed windows are looked for: those of a process that was stopped, or of a machine that slept. The last
 * window of a day would be made up for by the first of the next.
 */
const WATCH_MS = 5_000;

export function createSchedule({ pollers, ...deps }: ScheduleDeps): Schedule {
  const lines: Line[] = pollers.map((poller) => createLine(poller, { ...deps, consult }));
  let watch: NodeJS.Timeout | undefined;

  /** Asks those that check the held codes, so that a real jump need not wait for their next window. */
  async function consult(held: readonly Code[]): Promise<boolean> {
    // One that is in trouble is left alone: its bank may have said for how long.
    const checking = lines.filter(
      (line) => !line.isBackingOff() && line.checks.some((code) => held.includes(code)),
    );
    await Promise.all(checking.map((line) => line.consulted()));
    return checking.length > 0;
  }

  return {
    start() {
      for (const line of lines) line.start();
      watch = setInterval(() => {
        for (const line of lines) line.makeUp();
      }, WATCH_MS);
    },
    async pollNow(id) {
      const asked = id === undefined ? lines : lines.filter((line) => line.id === id);
      return asked.length === 0 ? null : Promise.all(asked.map((line) => line.poll()));
    },
    async stop() {
      clearInterval(watch);
      await Promise.all(lines.map((line) => line.stop()));
    },
  };
}

type Line = ReturnType<typeof createLine>;

interface LineDeps extends Omit<ScheduleDeps, 'pollers'> {
  /** Answers whether anybody was asked. */
  consult(held: readonly Code[]): Promise<boolean>;
}

/** One source's timers: its windows, the retry that replaces them after a failure, and the look at a held figure. */
function createLine(poller: Poller, { pollCron, now, random, onMissed, consult }: LineDeps) {
  const { source } = poller;
  const ownWindows = pollCron === null;
  // A source without an origin is no bank, and an operator's own expression is meant as it stands.
  const jitterMs = ownWindows && source.origin !== '' ? JITTER_MS : 0;
  let failures = 0;
  let rechecks = 0;
  /** The one timer beside the windows: the retry after a failure, or the next look at a held figure. */
  let timer: NodeJS.Timeout | undefined;
  let retryAt: Date | null = null;
  /** When the next poll is due; `null` while one is under way. */
  let due: Date | null = null;
  let watched = now();
  let stopped = false;
  /** The question that is under way. */
  let asking: Promise<Outcome> | null = null;

  const windows = createWindows({
    expressions: ownWindows ? source.windows : [pollCron],
    zone: ownWindows ? source.calendar.zone : 'UTC',
    jitterMs,
    random,
    onOpen: tick,
  });

  async function tick(): Promise<void> {
    // While a bank is in trouble the back-off alone decides when it is asked.
    if (retryAt === null) await poll();
  }

  function disarm(): void {
    clearTimeout(timer);
    retryAt = null;
  }

  /** Several polls may end one after the other: each sets the timer anew, and none leaves a second one behind. */
  function arm(delayMs: number): void {
    disarm();
    if (!stopped) timer = setTimeout(() => void poll(), delayMs);
  }

  async function ask(): Promise<Outcome> {
    const mine = poller.poll();
    asking = mine;
    const outcome = await mine;
    if (asking === mine) asking = null;
    return outcome;
  }

  /** `consulting` is off for those who are consulted: two that check each other would ask for ever. */
  async function poll({ consulting } = { consulting: true }): Promise<Outcome> {
    disarm();
    due = null;
    const before = rechecks;
    let outcome = await ask();
    const asksOthers = consulting && outcome.result !== 'failed' && outcome.held.length > 0;
    if (asksOthers && !stopped && (await consult(outcome.held)) && !stopped)
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

  /** Polls when the window or the retry that was due has passed. */
  function makeUp(): void {
    const at = now();
    // A clock that is set back has windows before the one that was next.
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
    /** Asked for the sake of another: what it is being asked already is new enough. */
    consulted: () => asking ?? poll({ consulting: false }),
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

/** Two polls in a row told as one. */
function joined(first: Outcome, second: Outcome): Outcome {
  const changed = [...first.changed, ...second.changed];
  return { ...second, changed, result: changed.length > 0 ? 'changed' : second.result };
}
