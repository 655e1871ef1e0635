// poll: when the windows open in which a source is asked. The only importer of node-cron, which reads the expressions.
import { createTask, validate } from 'node-cron';

/** Whether a text is a cron expression; seconds allowed. */
export function isCron(expression: string): boolean {
  return validate(expression);
}

export interface Windows {
  /** When the next one opens, by the wall clock; `null` for never. */
  next(): Date | null;
  start(): void;
  stop(): void;
}

export interface WindowsDeps {
  /** node-cron expressions. */
  expressions: readonly string[];
  /** IANA name of the zone in which they are meant. */
  zone: string;
  /** The longest random delay after a window opens, in milliseconds. */
  jitterMs: number;
  random: () => number;
  /** Never throws. A window that opens before it has settled is passed over. */
  onOpen(): Promise<void>;
}

/** The longest wait at once, in milliseconds: a clock that was set meanwhile is seen after it. */
const LONGEST_WAIT_MS = 60_000;
/** Later than this, in milliseconds, a process was stopped or a machine slept: the window is made up for, and told. */
const LATE_MS = 1_000;

/**
 * Calls back as windows open; one that was missed by a second is passed over. node-cron's own timers are not started: they
 * go through all windows that have passed, half a millisecond each, before anything else runs. A clock that was years
 * behind at the start, as without a battery, stopped the service for minutes once it was right.
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
