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
