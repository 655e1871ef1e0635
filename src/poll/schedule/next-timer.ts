// poll: what follows a poll besides the windows: a retry, a recheck, or nothing. Pure: randomness is a parameter.
import type { PollOutcome } from '../outcome.ts';
import { retryDelayMs } from './back-off.ts';

/** The polls in a row with the same trouble. */
export interface Streaks {
  failures: number;
  /** Polls that found a held figure. */
  held: number;
}

/** A retry replaces the windows; a recheck runs beside them. */
export type NextTimer = { kind: 'retry' | 'recheck'; delayMs: number } | { kind: 'none' };

/**
 * A held figure needs three reads over 30 minutes; six reads fit into the hour within which a devaluation is shown.
 */
const RECHECK_MS = 10 * 60_000;
const MAX_RECHECKS = 6;

/** The streaks after a poll. */
export function streaksAfter(
  { result, held }: Pick<PollOutcome, 'result' | 'held'>,
  before: Streaks,
): Streaks {
  return {
    failures: result === 'failed' ? before.failures + 1 : 0,
    held: held.length > 0 ? before.held + 1 : 0,
  };
}

/** The timer after a poll with these streaks. `random` returns values like Math.random. */
export function nextTimer(
  { failures, held }: Streaks,
  { retryAfterMs }: Pick<PollOutcome, 'retryAfterMs'>,
  random: () => number,
): NextTimer {
  if (failures > 0) return { kind: 'retry', delayMs: retryDelayMs(failures, random, retryAfterMs) };
  return held > 0 && held <= MAX_RECHECKS ? { kind: 'recheck', delayMs: RECHECK_MS } : { kind: 'none' };
}
