// poll: the result of one poll.
import { kindOf, messageOf, TickerError } from '../errors.ts';
import type { Code } from '../rates/fixing.ts';
import type { Rate } from '../rates/wire.ts';

/** All results of a poll. */
export const RESULTS = ['changed', 'unchanged', 'held', 'refused', 'failed'] as const;

/** What one poll has done. Only `failed` is followed by retries: another request does not change a refused figure. */
export interface PollOutcome {
  source: string;
  result: (typeof RESULTS)[number];
  changed: Rate[];
  /** Codes whose newest figure waits for confirmation. */
  held: Code[];
  reason?: string;
  retryAfterMs?: number;
}

/** What a poll has changed and held so far, also when it fails. */
type PollResult = Pick<PollOutcome, 'source' | 'changed' | 'held'>;

/** The outcome of a poll that read the document and took in all its figures. */
export function goodOutcome(polled: PollResult): PollOutcome {
  if (polled.changed.length > 0) return { ...polled, result: 'changed' };
  return { ...polled, result: polled.held.length > 0 ? 'held' : 'unchanged' };
}

/** The outcome of a poll that ended with an error. */
export function badOutcome(polled: PollResult, error: unknown): PollOutcome {
  const result = kindOf(error) === 'rate-refused' ? 'refused' : 'failed';
  const outcome: PollOutcome = { ...polled, result, reason: messageOf(error) };
  if (error instanceof TickerError && error.retryAfterMs !== undefined) {
    outcome.retryAfterMs = error.retryAfterMs;
  }
  return outcome;
}
