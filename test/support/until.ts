// test: waits for what comes by itself.
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** Longer than anything here takes on a busy machine. */
const LIMIT_MS = 30_000;
/** A request each time, for as long as it takes: below the limit of 600 a minute that the service has unless told. */
const STEP_MS = 25;

/**
 * Waits until a condition holds; answers how long that took, in milliseconds. Throws with `what` when it does not in
 * time. The clock and timers are Node's own, which a test that fakes time leaves alone.
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
