// poll: finds polls that were due and have not started, after a stopped process or a sleep of the machine.

/** Watches the time of the next poll. */
export interface DueWatch {
  /** Sets the time of the next poll; `null` during a poll. */
  expect(due: Date | null): void;
  /** The time of a poll that was missed, or `null`. `next` gives the time of the next poll by the current clock. */
  missed(at: Date, next: () => Date | null): Date | null;
}

/** `jitterMs` is the longest random delay after a window; `started` is the current time. */
export function createDueWatch(jitterMs: number, started: Date): DueWatch {
  let due: Date | null = null;
  let watched = started;
  return {
    expect(next) {
      due = next;
    },
    missed(at, next) {
      // After the clock was set back there are windows before the one that was next.
      if (due !== null && at < watched) due = next();
      watched = at;
      return due !== null && isMissed(due, jitterMs, at) ? due : null;
    },
  };
}

/** A timer and the start of a poll take milliseconds; a busy machine does not delay them by ten seconds. */
const START_MS = 10_000;

/**
 * Whether a poll was due and has not started: `due` is the next window or retry, `jitterMs` the longest random delay
 * after it. The wall clock is compared, because it continues while a machine sleeps; timers do not.
 */
function isMissed(due: Date, jitterMs: number, now: Date): boolean {
  return now.getTime() > due.getTime() + jitterMs + START_MS;
}
