// poll: the times at which the windows of a source open. The only importer of node-cron, which reads the expressions.
import { createTask, validate } from 'node-cron';

/** Whether a text is a cron expression; seconds are allowed. */
export function isCron(expression: string): boolean {
  return validate(expression);
}

/** The windows of one source. */
export interface Windows {
  /** When the next one opens, by the wall clock; `null` for never. */
  next(): Date | null;
  start(): void;
  stop(): void;
}

export interface WindowsDeps {
  /** node-cron expressions. */
  expressions: readonly string[];
  /** IANA name of their time zone. */
  zone: string;
  /** The longest random delay after a window opens, in milliseconds. */
  jitterMs: number;
  random: () => number;
  /** Never throws. A window that opens before it has settled is skipped. */
  onOpen(): Promise<void>;
}

/** The longest single wait, in milliseconds. A change of the system clock is noticed after it. */
const LONGEST_WAIT_MS = 60_000;
/** A timer that is later than this, in milliseconds, means a stopped process or a sleeping machine: see `missed.ts`. */
const LATE_MS = 1_000;

/**
 * Calls back when a window opens. A window that was missed by a second is skipped. The timers of node-cron are not used:
 * they step through all missed windows, half a millisecond each, before anything else runs. Where the clock was years
 * behind at the start (a machine without a battery), the service stopped for minutes when the clock was set.
 */
export function createWindows({ expressions, zone, jitterMs, random, onOpen }: WindowsDeps): Windows {
  const tasks = expressions.map((expression) => createTask(expression, () => {}, { timezone: zone }));
  let timer: NodeJS.Timeout | undefined;
  let jitter: NodeJS.Timeout | undefined;
  let isOpen = false;
  let isStopped = false;

  function next(): Date | null {
    const runs = tasks.flatMap((task) => task.getNextRuns(1));
    return runs.sort((one, other) => Number(one) - Number(other))[0] ?? null;
  }

  function waitForNext(): void {
    const due = isStopped ? null : next();
    if (due === null) return;
    const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(0, Number(due) - Date.now()));
    timer = setTimeout(() => {
      const lateMs = Date.now() - Number(due);
      if (lateMs >= 0 && lateMs <= LATE_MS && !isOpen) open();
      waitForNext();
    }, waitMs);
  }

  function open(): void {
    isOpen = true;
    const opened = () =>
      onOpen().finally(() => {
        isOpen = false;
      });
    jitter = setTimeout(opened, Math.floor(random() * jitterMs));
  }

  return {
    next,
    start: waitForNext,
    stop() {
      isStopped = true;
      clearTimeout(timer);
      clearTimeout(jitter);
      for (const task of tasks) void task.destroy();
    },
  };
}
