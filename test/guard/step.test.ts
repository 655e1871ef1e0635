import { describe, expect, it } from 'vitest';
import { previousOf, stepOf } from '../../src/guard/step.ts';
import type { Calendar } from '../../src/rates/calendar.ts';
import type { Fixing } from '../../src/rates/fixing.ts';

const calendar: Calendar = {
  zone: 'Asia/Dushanbe',
  utcOffsetHours: 5,
  weekend: [0, 1],
  opens: 900,
  closes: 1080,
};

const fixing = (date: string, perDollar: string): Fixing => ({
  code: 'TJS',
  date,
  printed: perDollar,
  nominal: '1',
  perDollar,
  source: 'nbt',
  fetchedAt: '2026-05-16T06:00:00.000Z',
});

const friday = fixing('2026-05-15', '9.3400');
const saturday = fixing('2026-05-16', '9.3450');
const sunday = fixing('2026-05-17', '9.3450');
const monday = fixing('2026-05-18', '9.3450');
const tuesday = fixing('2026-05-19', '9.3371');

describe('a bulletin among the known fixings', () => {
  it('is a carry when a weekend repeats Saturday', () => {
    expect(stepOf(sunday, [friday, saturday], calendar).kind).toBe('carry');
    expect(stepOf(monday, [friday, saturday], calendar).kind).toBe('carry');
  });

  it('is the next fixing when a weekend moves, and then known, and then carried', () => {
    const moved = fixing('2026-05-17', '9.1000');
    expect(stepOf(moved, [friday, saturday], calendar)).toEqual({ kind: 'next', fixing: moved });
    expect(stepOf(moved, [friday, saturday, moved], calendar).kind).toBe('known');
    expect(stepOf(fixing('2026-05-18', '9.1000'), [friday, saturday, moved], calendar).kind).toBe('carry');
  });

  it('replaces Saturday when Saturday is not known', () => {
    expect(stepOf(monday, [friday], calendar)).toMatchObject({
      kind: 'next',
      fixing: { date: '2026-05-16' },
    });
  });

  it('keeps the time at which it was first read', () => {
    const again = { ...saturday, fetchedAt: '2026-05-16T09:00:00.000Z' };
    expect(stepOf(again, [friday, saturday], calendar)).toEqual({ kind: 'known', fixing: saturday });
  });

  it('is a correction when the same date prints another value', () => {
    expect(stepOf(fixing('2026-05-16', '9.3500'), [friday, saturday], calendar).kind).toBe('correction');
  });
});

describe('the previous fixing', () => {
  it('is the fixing before, also over a weekend', () => {
    expect(previousOf(saturday, [friday, saturday], calendar)).toEqual(friday);
    expect(previousOf(tuesday, [friday, saturday], calendar)).toEqual(saturday);
  });

  it('is unknown when a working day lies between the two', () => {
    expect(previousOf(tuesday, [friday], calendar)).toBeNull();
  });

  it('is unknown when no earlier fixing is known', () => {
    expect(previousOf(tuesday, [], calendar)).toBeNull();
  });
});
