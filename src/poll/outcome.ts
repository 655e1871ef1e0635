// poll: the result of one poll.
import { kindOf, messageOf, TickerError } from '../errors.ts';
import type { Code } from '../rates/fixing.ts';
import type { Rate } from '../rates/wire.ts';

/** Only `failed` is followed by retries: a refused figure does not change with another request. */
export interface Outcome {
  source: string;
  result: 'changed' | 'unchanged' | 'held' | 'refused' | 'failed';
  changed: Rate[];
  /** Codes whose newest figure waits for confirmation. */
  held: Code[];
  reason?: string;
  retryAfterMs?: number;
}

/** What a poll has changed and held so far, also when it fails. */
type PollResult = Pick<Outcome, 'source' | 'changed' | 'held'>;

export function goodOutcome(polled: PollResult): Outcome {
  if (polled.changed.length > 0) return { ...polled, result: 'changed' };
  return { ...polled, result: polled.held.length > 0 ? 'held' : 'unchanged' };
}

export function badOutcome(polled: PollResult, error: unknown): Outcome {
  const result = kindOf(error) === 'rate-refused' ? 'refused' : 'failed';
  const outcome: Outcome = { ...polled, result, reason: messageOf(error) };
  if (error instanceof TickerError && error.retryAfterMs !== undefined) {
    outcome.retryAfterMs = error.retryAfterMs;
  }
  return outcome;
}
