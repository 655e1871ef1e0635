import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWindows, type Windows } from '../../../src/poll/schedule/windows.ts';

const START = new Date('2026-04-02T02:00:00Z');
const MINUTE_MS = 60_000;
let windows: Windows | undefined;

/** The minutes at which windows of every five minutes open. */
function start(onOpen: () => Promise<void> = async () => {}): number[] {
  const minutes: number[] = [];
  windows = createWindows({
    expressions: ['*/5 * * * *'],
    zone: 'UTC',
    jitterMs: 0,
    random: () => 0,
    onOpen() {
      minutes.push(Math.round((Date.now() - START.getTime()) / MINUTE_MS));
      return onOpen();
    },
  });
  windows.start();
  return minutes;
}

beforeEach(() => {
  vi.useFakeTimers({ now: START });
});
afterEach(() => {
  windows?.stop();
  vi.useRealTimers();
});

describe('windows', () => {
  it('open on time, each once', async () => {
    const minutes = start();
    await vi.advanceTimersByTimeAsync(16 * MINUTE_MS);
    expect(minutes).toEqual([5, 10, 15]);
  });

  it('are skipped while an earlier one has not settled', async () => {
    let settle = () => {};
    const minutes = start(
      () =>
        new Promise((resolve) => {
          settle = resolve;
        }),
    );
    await vi.advanceTimersByTimeAsync(11 * MINUTE_MS);
    expect(minutes).toEqual([5]);
    settle();
    await vi.advanceTimersByTimeAsync(5 * MINUTE_MS);
    expect(minutes).toEqual([5, 15]);
  });

  it('are skipped when they are late: the process was stopped, or the clock was set', async () => {
    const minutes = start();
    await vi.advanceTimersByTimeAsync(4 * MINUTE_MS);
    vi.setSystemTime(new Date(START.getTime() + 8 * MINUTE_MS));
    await vi.advanceTimersByTimeAsync(3 * MINUTE_MS);
    expect(minutes).toEqual([10]);
  });
});
