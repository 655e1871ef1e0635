import { describe, expect, it } from 'vitest';
import { barredMs, delayMs } from '../../../widget/client/retry.ts';

describe('the wait for the next stream', () => {
  it.each([
    [0, 15_000],
    [1, 30_000],
    [2, 30_000],
    [5_000, 30_000],
  ])('after %i failures is random, and at most %i ms', (failures, maxMs) => {
    expect(delayMs(failures, 0)).toBe(0);
    expect(delayMs(failures, 0.5)).toBe(maxMs / 2);
    expect(delayMs(failures, 1)).toBe(maxMs);
  });

  it('is as long as the server asks for, and five minutes after a refusal', () => {
    expect(barredMs({ why: 'ended' })).toBe(0);
    expect(barredMs({ why: 'answered 429', waitMs: 7_000 })).toBe(7_000);
    expect(barredMs({ why: 'answered 403', refused: true, waitMs: 7_000 })).toBe(300_000);
  });
});
