import { describe, expect, it } from 'vitest';
import { nextTimer, type Streaks, streaksAfter } from '../../../src/poll/schedule/next-timer.ts';

const MINUTE_MS = 60_000;
const next = (streaks: Streaks, retryAfterMs?: number) =>
  nextTimer(streaks, retryAfterMs === undefined ? {} : { retryAfterMs }, () => 0.5);

describe('the timer after a poll', () => {
  it('is none after a good poll, which ends both streaks', () => {
    const streaks = streaksAfter({ result: 'changed', held: [] }, { failures: 3, held: 2 });
    expect(streaks).toEqual({ failures: 0, held: 0 });
    expect(next(streaks)).toEqual({ kind: 'none' });
  });

  it('is a recheck of a held figure, six times', () => {
    const streaks = streaksAfter({ result: 'held', held: ['KZT'] }, { failures: 0, held: 5 });
    expect(next(streaks)).toEqual({ kind: 'recheck', delayMs: 10 * MINUTE_MS });
    expect(next({ ...streaks, held: 7 })).toEqual({ kind: 'none' });
  });

  it('is a retry after a failure, also while a figure is held, and never before the Retry-After', () => {
    const streaks = streaksAfter({ result: 'failed', held: ['KZT'] }, { failures: 1, held: 0 });
    expect(next(streaks)).toEqual({ kind: 'retry', delayMs: 30_000 });
    expect(next(streaks, 20 * MINUTE_MS)).toEqual({ kind: 'retry', delayMs: 20 * MINUTE_MS });
  });
});
