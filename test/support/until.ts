// test: waits until a condition is true.
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** Longer than any wait of a test on a busy machine. */
const LIMIT_MS = 30_000;
/** The interval of the checks. Each may be a request: below the service's default limit of 600 a minute. */
const STEP_MS = 25;

/**
 * Waits until a condition is true. Returns the time in milliseconds. Throws with `what` at the limit. It uses the
 * clock and timers of Node, which fake timers of a test do not replace.
 */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  limitMs = LIMIT_MS,
): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > limitMs) throw new Error(`not within ${limitMs} ms: ${what}`);
    await wait(STEP_MS);
  }
  return Math.round(performance.now() - began);
}
