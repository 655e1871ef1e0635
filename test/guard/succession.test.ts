import { describe, expect, it } from 'vitest';
import { previousOf, successionOf } from '../../src/guard/succession.ts';
import type { Fixing } from '../../src/rates/fixing.ts';
import { TUESDAY_TO_SATURDAY } from '../support/figures.ts';

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
    expect(successionOf(sunday, [friday, saturday], TUESDAY_TO_SATURDAY).kind).toBe('carry');
    expect(successionOf(monday, [friday, saturday], TUESDAY_TO_SATURDAY).kind).toBe('carry');
  });

  it('is the next fixing when a weekend moves, and then known, and then carried', () => {
    const moved = fixing('2026-05-17', '9.1000');
    expect(successionOf(moved, [friday, saturday], TUESDAY_TO_SATURDAY)).toEqual({
      kind: 'next',
      fixing: moved,
    });
    expect(successionOf(moved, [friday, saturday, moved], TUESDAY_TO_SATURDAY).kind).toBe('known');
    expect(
      successionOf(fixing('2026-05-18', '9.1000'), [friday, saturday, moved], TUESDAY_TO_SATURDAY).kind,
    ).toBe('carry');
  });

  it('replaces Saturday when Saturday is not known', () => {
    expect(successionOf(monday, [friday], TUESDAY_TO_SATURDAY)).toMatchObject({
      kind: 'next',
      fixing: { date: '2026-05-16' },
    });
  });

  it('keeps the time at which it was first read', () => {
    const again = { ...saturday, fetchedAt: '2026-05-16T09:00:00.000Z' };
    expect(successionOf(again, [friday, saturday], TUESDAY_TO_SATURDAY)).toEqual({
      kind: 'known',
      fixing: saturday,
    });
  });

  it('is a correction when the same date prints another value', () => {
    expect(successionOf(fixing('2026-05-16', '9.3500'), [friday, saturday], TUESDAY_TO_SATURDAY).kind).toBe(
      'correction',
    );
  });
});

describe('the previous fixing', () => {
  it('is the fixing before, also over a weekend', () => {
    expect(previousOf(saturday, [friday, saturday], TUESDAY_TO_SATURDAY, false)).toEqual(friday);
    expect(previousOf(tuesday, [friday, saturday], TUESDAY_TO_SATURDAY, true)).toEqual(saturday);
  });

  it('is unknown when a working day lies between the two', () => {
    expect(previousOf(tuesday, [friday], TUESDAY_TO_SATURDAY, true)).toBeNull();
  });

  it('is unknown when no earlier fixing is known', () => {
    expect(previousOf(tuesday, [], TUESDAY_TO_SATURDAY, true)).toBeNull();
  });
});
