import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PollOutcome } from '../../../src/poll/outcome.ts';
import type { Poller } from '../../../src/poll/poller.ts';
import { createSchedule, type Schedule } from '../../../src/poll/schedule/schedule.ts';
import { isCron } from '../../../src/poll/schedule/windows.ts';
import { nbk } from '../../../src/sources/banks/nbk.ts';

const START = new Date('2026-04-02T02:00:00Z');
const MINUTE_MS = 60_000;
let schedule: Schedule | undefined;

/** A poller whose outcomes the test sets; it records the minute of each poll. */
function createPoller(id: string, outcomes: Partial<PollOutcome>[] = [], checks: string[] = []) {
  const minutes: number[] = [];
  const announced: (Date | null)[] = [];
  const poller: Poller = {
    source: { ...nbk, id },
    checks,
    async poll() {
      minutes.push((Date.now() - START.getTime()) / MINUTE_MS);
      return { source: id, result: 'unchanged', changed: [], held: [], ...outcomes.shift() };
    },
    announce: async (at) => void announced.push(at),
    close: async () => {},
  };
  return { poller, minutes, announced };
}

let missed: string[] = [];

async function run(
  pollers: Poller[],
  minutes: number,
  pollCron: string | null = '0 0 1 1 *',
): Promise<Schedule> {
  schedule = createSchedule({
    pollers,
    pollCron,
    now: () => new Date(),
    random: () => 0.999,
    onMissed: (source, due) => void missed.push(`${source} ${due.toISOString()}`),
  });
  schedule.start();
  await vi.advanceTimersByTimeAsync(minutes * MINUTE_MS);
  return schedule;
}

beforeEach(() => {
  missed = [];
  vi.useFakeTimers({ now: START });
});
afterEach(async () => {
  await schedule?.stop();
  vi.useRealTimers();
});

describe('the schedule', () => {
  it('accepts a cron expression, also with seconds', () => {
    expect([isCron('*/5 * * * *'), isCron('* * * * * *'), isCron('soon')]).toEqual([true, true, false]);
  });

  it('polls at once, and then at the windows', async () => {
    const bank = createPoller('bank');
    await run([bank.poller], 11, '*/5 * * * *');
    expect(bank.minutes.map(Math.round)).toEqual([0, 5, 10]);
    expect(bank.announced.at(-1)).toEqual(new Date('2026-04-02T02:15:00Z'));
  });

  it('retries a failing bank with growing pauses, at most twelve times in ten minutes', async () => {
    const bank = createPoller('bank', Array(20).fill({ result: 'failed' }));
    await run([bank.poller], 10);
    const pauses = bank.minutes.slice(1).map((at, index) => at - (bank.minutes[index] ?? 0));
    expect(pauses.map((pause) => Number(pause.toFixed(1)))).toEqual([0.5, 1, 2, 4]);
  });

  it('polls nothing on request without sources, and knows no id then', async () => {
    const none = await run([], 0);
    expect(await none.pollNow()).toEqual([]);
    expect(await none.pollNow('bank')).toBeNull();
  });

  it('waits as long as the bank requests', async () => {
    const bank = createPoller('bank', [{ result: 'failed', retryAfterMs: 20 * MINUTE_MS }]);
    await run([bank.poller], 19);
    expect(bank.minutes).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
    expect(bank.minutes).toHaveLength(2);
  });

  it('moves the poll of no other bank after a failure', async () => {
    const broken = createPoller('broken', Array(9).fill({ result: 'failed' }));
    const fine = createPoller('fine');
    await run([broken.poller, fine.poller], 11, '*/5 * * * *');
    expect(fine.minutes.map(Math.round)).toEqual([0, 5, 10]);
  });

  it('rechecks a held figure every ten minutes for an hour, and stops when it is no longer held', async () => {
    const held = { result: 'held' as const, held: ['KZT'] };
    const long = createPoller('long', Array(20).fill(held));
    const short = createPoller('short', Array(3).fill(held));
    await run([long.poller, short.poller], 120);
    expect(long.minutes.map(Math.round)).toEqual([0, 10, 20, 30, 40, 50, 60]);
    expect(short.minutes.map(Math.round)).toEqual([0, 10, 20, 30]);
  });

  it('polls the checking sources of a held figure at once, and then its bank again', async () => {
    const bank = createPoller('bank', [{ result: 'held', held: ['KZT'] }]);
    const check = createPoller('check', [], ['KZT']);
    const other = createPoller('other', [], ['UZS']);
    await run([bank.poller, check.poller, other.poller], 1);
    expect([bank.minutes.length, check.minutes.length, other.minutes.length]).toEqual([2, 2, 1]);
  });

  it('does not poll without end when two sources hold and check each other', async () => {
    const held = (code: string) => Array(50).fill({ result: 'held', held: [code] });
    const one = createPoller('one', held('KZT'), ['UZS']);
    const two = createPoller('two', held('UZS'), ['KZT']);
    await run([one.poller, two.poller], 1);
    expect(one.minutes.length + two.minutes.length).toBeLessThanOrEqual(6);
  });

  it('polls late when the machine slept during a window', async () => {
    const bank = createPoller('bank');
    await run([bank.poller], 1, '0 3 * * *');
    // Timers stop while a machine sleeps; its clock does not.
    vi.setSystemTime(new Date('2026-04-02T09:00:00Z'));
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(bank.minutes).toHaveLength(2);
    expect(missed).toEqual(['bank 2026-04-02T03:00:00.000Z']);
  });

  it('continues at once when the clock was behind by millions of windows and is set right', async () => {
    const bank = createPoller('bank');
    await run([bank.poller], 0.1, '* * * * * *');
    const before = bank.minutes.length;
    // To step through a year of seconds took node-cron hours.
    vi.setSystemTime(new Date('2027-04-02T04:00:00Z'));
    await vi.advanceTimersByTimeAsync(15_000);
    // One in each second and one for the missed windows, without the first second, which was one of these.
    expect(bank.minutes.length - before).toBeGreaterThanOrEqual(14);
    expect(bank.minutes.length - before).toBeLessThanOrEqual(16);
  });

  it('follows the windows when the clock was wrong by a day and is set back', async () => {
    const bank = createPoller('bank');
    await run([bank.poller], 61, '0 3 * * *');
    expect(bank.minutes).toHaveLength(2);
    vi.setSystemTime(new Date('2026-04-01T02:50:00Z'));
    await vi.advanceTimersByTimeAsync(15 * MINUTE_MS);
    expect(bank.minutes).toHaveLength(3);
  });

  it('misses no window of a day, and polls once in each', async () => {
    const bank = createPoller('bank');
    await run([bank.poller], 24 * 60, null);
    // `*/5 15-17` and `35 */4` at the bank, which meet at 16:35, and the start.
    expect(bank.minutes).toHaveLength(1 + 36 + 6 - 1);
    expect(missed).toEqual([]);
  });

  it('keeps one timer for a held figure after several polls at once', async () => {
    const bank = createPoller('bank', Array(50).fill({ result: 'held', held: ['KZT'] }));
    await run([bank.poller], 5);
    await Promise.all([schedule?.pollNow(), schedule?.pollNow(), schedule?.pollNow()]);
    const before = bank.minutes.length;
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(bank.minutes.length - before).toBe(1);
  });

  it('has no timer after its stop, with ended or with open polls', async () => {
    for (const result of ['held', 'failed'] as const) {
      const bank = createPoller('bank', Array(50).fill({ result, held: ['KZT'] }));
      await run([bank.poller], 1);
      const polls = () => Promise.all([schedule?.pollNow(), schedule?.pollNow(), schedule?.pollNow()]);
      await polls();
      const late = polls();
      await schedule?.stop();
      await late;
      expect(vi.getTimerCount()).toBe(0);
    }
  });

  it('does not poll a checking source before the time that its bank has named', async () => {
    const bank = createPoller('bank', Array(20).fill({ result: 'held', held: ['KZT'] }));
    const late = createPoller('check', [{ result: 'failed', retryAfterMs: 45 * MINUTE_MS }], ['KZT']);
    await run([late.poller, bank.poller], 40);
    expect(late.minutes).toEqual([0]);
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(late.minutes.length).toBeGreaterThan(1);
  });

  it('does not poll a bank again before its Retry-After, although a figure of it is held', async () => {
    const sentAway = { result: 'failed' as const, held: ['KZT'], retryAfterMs: 30 * MINUTE_MS };
    const bank = createPoller('bank', [sentAway]);
    const check = createPoller('check', [], ['KZT']);
    await run([bank.poller, check.poller], 20);
    expect(bank.minutes).toEqual([0]);
  });
});
