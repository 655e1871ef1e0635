import { describe, expect, it } from 'vitest';
import {
  confirmationOf,
  type HeldFigure,
  isConfirmedByNext,
  type OtherFigures,
} from '../../src/guard/confirmation.ts';
import { fixingOf } from '../support/figures.ts';

const since = new Date('2026-04-02T11:00:00Z');
const after = (minutes: number) => new Date(since.getTime() + minutes * 60_000);
const held = (more: Partial<HeldFigure> = {}): HeldFigure => ({
  fixing: fixingOf('KZT', '643.70', '2026-04-03'),
  rule: 'outside-band',
  message: '',
  confirmedBy: ['cross-check', 'next-bulletin', 'still-printed'],
  since: since.toISOString(),
  reads: 1,
  firstDate: '2026-04-03',
  ...more,
});
const silent: OtherFigures = { checks: [], shown: '478.77' };
const check = (perDollar: string, date = '2026-04-03'): OtherFigures => ({
  ...silent,
  checks: [fixingOf('KZT', perDollar, date)],
});

describe('a held figure is confirmed', () => {
  it('at once when a cross-check agrees within 3 %', () => {
    expect(confirmationOf(held(), check('663.0'), since)).toBe('cross-check');
    expect(confirmationOf(held(), check('663.1'), since)).toBeNull();
  });

  it('after three reads over thirty minutes, and neither alone is enough', () => {
    expect(confirmationOf(held({ reads: 3 }), silent, after(29))).toBeNull();
    expect(confirmationOf(held({ reads: 2 }), silent, after(60))).toBeNull();
    expect(confirmationOf(held({ reads: 3 }), silent, after(30))).toBe('still-printed');
  });

  it('not by another read when a cross-check of the same age contradicts', () => {
    expect(confirmationOf(held({ reads: 9 }), check('475'), after(90))).toBeNull();
    expect(confirmationOf(held({ reads: 9 }), check('475', '2026-04-02'), after(90))).toBe('still-printed');
  });

  it('never in a way that its rule excludes', () => {
    expect(confirmationOf(held({ confirmedBy: [], reads: 99 }), check('643.70'), after(600))).toBeNull();
    expect(confirmationOf(held({ confirmedBy: ['cross-check'], reads: 99 }), silent, after(600))).toBeNull();
  });

  it('whatever a cross-check shows, when the bank took back a date', () => {
    const back = held({ rule: 'taken-back', confirmedBy: ['still-printed'], reads: 3 });
    expect(confirmationOf(back, check('475'), after(30))).toBe('still-printed');
  });

  it('by no cross-check that is nearer to the published figure', () => {
    const som = { fixing: fixingOf('KGS', '89.95', '2026-04-03') };
    const says = (perDollar: string) => ({
      shown: '87.45',
      checks: [fixingOf('KGS', perDollar, '2026-04-02')],
    });
    expect(confirmationOf(held(som), says('87.45'), since)).toBeNull();
    expect(confirmationOf(held(som), says('88.60'), since)).toBeNull();
    expect(confirmationOf(held(som), says('88.80'), since)).toBe('cross-check');
    expect(confirmationOf(held(som), { ...says('87.45'), shown: null }, since)).toBe('cross-check');
  });
});

describe('the bank’s next bulletin', () => {
  const printing = { band: '5', redates: false };
  const next = (perDollar: string, date = '2026-04-04') => fixingOf('KZT', perDollar, date);
  const stands = (
    perDollar: string,
    more: Partial<HeldFigure> = {},
    otherFigures = silent,
    redates = false,
  ) => isConfirmedByNext(next(perDollar), held(more), { ...printing, redates }, otherFigures);

  it('confirms a held figure at the new level', () => {
    expect(stands('650')).toBe(true);
    expect(stands('480')).toBe(false);
    expect(isConfirmedByNext(next('650', '2026-04-03'), held(), printing, silent)).toBe(false);
    expect(stands('650', { confirmedBy: [] })).toBe(false);
  });

  it('confirms nothing when it is nearer to the published figure', () => {
    const som = { fixing: fixingOf('KGS', '89.99', '2026-04-03') };
    const says = (perDollar: string) =>
      isConfirmedByNext(
        next(perDollar),
        held(som),
        { band: '2', redates: false },
        { checks: [], shown: '87.54' },
      );
    expect([says('88.24'), says('89.00')]).toEqual([false, true]);
  });

  it('confirms nothing when a cross-check as new as the held figure disagrees', () => {
    expect(stands('650', {}, check('478'))).toBe(false);
    expect(stands('650', {}, check('478', '2026-04-02'))).toBe(true);
    expect(stands('650', {}, check('645'))).toBe(true);
  });

  it('has to be another value or a third day where the bank re-dates its file', () => {
    expect(stands('643.70', {}, silent, true)).toBe(false);
    expect(stands('643.70')).toBe(true);
    expect(stands('643.80', {}, silent, true)).toBe(true);
    expect(stands('643.70', { firstDate: '2026-04-02' }, silent, true)).toBe(true);
  });
});
