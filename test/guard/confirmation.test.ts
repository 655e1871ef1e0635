import { describe, expect, it } from 'vitest';
import { confirmationOf, type Held, standsBy } from '../../src/guard/confirmation.ts';
import { fixingOf } from '../support/figures.ts';

const since = new Date('2026-04-02T11:00:00Z');
const after = (minutes: number) => new Date(since.getTime() + minutes * 60_000);
const held = (more: Partial<Held> = {}): Held => ({
  fixing: fixingOf('KZT', '643.70', '2026-04-03'),
  rule: 'outside-band',
  message: '',
  confirmedBy: ['cross-check', 'next-bulletin', 'still-printed'],
  since,
  reads: 1,
  ...more,
});
const check = (perDollar: string, date = '2026-04-03') => [fixingOf('KZT', perDollar, date)];

describe('a held figure becomes real', () => {
  it('at once when a cross-check agrees within 3 %', () => {
    expect(confirmationOf(held(), check('663.0'), since)).toBe('cross-check');
    expect(confirmationOf(held(), check('663.1'), since)).toBeNull();
  });

  it('after three reads over thirty minutes, and neither alone is enough', () => {
    expect(confirmationOf(held({ reads: 3 }), [], after(29))).toBeNull();
    expect(confirmationOf(held({ reads: 2 }), [], after(60))).toBeNull();
    expect(confirmationOf(held({ reads: 3 }), [], after(30))).toBe('still-printed');
  });

  it('not by being read again when a cross-check as new as it contradicts', () => {
    expect(confirmationOf(held({ reads: 9 }), check('475'), after(90))).toBeNull();
    expect(confirmationOf(held({ reads: 9 }), check('475', '2026-04-02'), after(90))).toBe('still-printed');
  });

  it('never by a way that its rule excludes', () => {
    expect(confirmationOf(held({ confirmedBy: [], reads: 99 }), check('643.70'), after(600))).toBeNull();
    expect(confirmationOf(held({ confirmedBy: ['cross-check'], reads: 99 }), [], after(600))).toBeNull();
  });

  it('with the bank’s next bulletin at the new level', () => {
    expect(standsBy(fixingOf('KZT', '650', '2026-04-04'), held(), '5')).toBe(true);
    expect(standsBy(fixingOf('KZT', '480', '2026-04-04'), held(), '5')).toBe(false);
    expect(standsBy(fixingOf('KZT', '650', '2026-04-03'), held(), '5')).toBe(false);
    expect(standsBy(fixingOf('KZT', '650', '2026-04-04'), held({ confirmedBy: [] }), '5')).toBe(false);
  });
});
