// poll: the delay before a retry after a failure. Pure: time and randomness are parameters.

/** The bound of the first retry: most failures are a dropped connection. */
const FIRST_MS = 30_000;
/** Full jitter halves it on average, so that a bank gets about six requests in ten minutes of an outage. */
const LONGEST_MS = 300_000;
/** Without a lower bound, retries could follow each other at once. */
const SHORTEST_MS = 5_000;

/**
 * Milliseconds until the next retry after `failures` in a row (1 or more): full jitter under a doubling bound, and
 * never before the bank's `Retry-After`. `random` returns values like Math.random.
 */
export function retryDelayMs(failures: number, random: () => number, retryAfterMs = 0): number {
  const bound = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10));
  return Math.max(SHORTEST_MS, Math.floor(random() * bound), retryAfterMs);
}

/** A timer and the start of a poll take milliseconds; a busy machine does not delay them by ten seconds. */
const LATE_MS = 10_000;

/**
 * Whether a poll was due and has not started: `due` is the next window or retry, `jitterMs` the longest random delay
 * after it. The wall clock is compared, because it continues while a machine sleeps; timers do not.
 */
export function isMissed(due: Date, jitterMs: number, now: Date): boolean {
  return now.getTime() > due.getTime() + jitterMs + LATE_MS;
}
