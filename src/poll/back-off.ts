// poll: when to ask again after a failure. Pure: time and chance are parameters.

/** The first retry comes within half a minute: most failures are a dropped connection. */
const FIRST_MS = 30_000;
/** Full jitter halves it on average; ten minutes of an outage then cost a bank about six requests. */
const LONGEST_MS = 300_000;
/** Chance alone could ask again at once, several times in a row. */
const SHORTEST_MS = 5_000;

/**
 * Milliseconds until the next try after `failures` in a row (1 or more): full jitter under a doubling bound, and
 * never before the bank's own `Retry-After`. `random` answers like Math.random.
 */
export function retryDelayMs(failures: number, random: () => number, retryAfterMs = 0): number {
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return Math.max(SHORTEST_MS, Math.floor(random() * bound), retryAfterMs);
}

/** A timer and a poll's start take milliseconds; ten seconds are no fault of a busy machine. */
const LATE_MS = 10_000;

/**
 * Whether a poll that was due has not begun: `due` is the window or the retry that comes next, `jitterMs` the longest
 * random delay after it. Compared on the wall clock, which runs on while a machine sleeps and its timers do not.
 */
export function isMissed(due: Date, jitterMs: number, now: Date): boolean {
  return now.getTime() > due.getTime() + jitterMs + LATE_MS;
}
