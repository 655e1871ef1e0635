import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fixing } from '../../src/rates/fixing.ts';
import { rateOf, sameRate } from '../../src/rates/rate.ts';
import type { SourceRef } from '../../src/rates/wire.ts';
import { RECORDED_TENGE } from '../support/figures.ts';

const source: SourceRef = { id: 'bank', name: 'Bank', kind: 'official', url: '' };

function fixing(perDollar: string, date = '2026-04-02'): Fixing {
  const fetchedAt = '2026-04-01T11:05:09.120Z';
  return { code: 'XTS', date, printed: perDollar, nominal: '1', perDollar, source: 'bank', fetchedAt };
}

const rate = (current: string, previous?: string) =>
  rateOf(fixing(current), previous === undefined ? null : fixing(previous, '2026-04-01'), source, 'live');

const money = fc
  .tuple(fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 0, max: 4 }))
  .map(([units, places]) => {
    const text = String(units).padStart(places + 1, '0');
    return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
  });

describe('a rate', () => {
  it('is one divided by the printed figure, to twelve digits', () => {
    expect(rate('475.09', '478.77')).toMatchObject({ pair: 'XTS/USD', ...RECORDED_TENGE });
  });

  it('keeps the zeros of the inverse as they were printed', () => {
    expect(rate('87.4500').inverse).toBe('87.4500');
  });

  it('rounds the inverse of a cross rate, which is not printed', () => {
    expect(rate('484.8123456789012345678901234567').inverse).toBe('484.812345679');
  });

  it('distinguishes a missing previous fixing from an unchanged one', () => {
    expect(rate('87.4500').change).toBeNull();
    expect(rate('87.45', '87.4500').change).toMatchObject({
      percent: '0.00',
      absolute: '0',
      direction: 'flat',
    });
  });

  it('is flat when the step is too small for two decimals, and still has its absolute change', () => {
    const { change } = rate('87.4500', '87.4497');
    expect(change).toMatchObject({ percent: '0.00', inversePercent: '0.00', direction: 'flat' });
    expect(change?.absolute.startsWith('-0.00000003922')).toBe(true);
  });

  it('has another percentage than the dollar against it', () => {
    // 92.38 % more soum for a dollar on 2017-09-05 were 48.02 % less dollar for a soum.
    expect(rate('8100', '4210.35').change).toMatchObject({ percent: '-48.02', inversePercent: '92.38' });
  });

  it('has both percentages from the unrounded prices, and never -0.00', () => {
    fc.assert(
      fc.property(money.filter(isPositive), money.filter(isPositive), (before, after) => {
        const { change } = rate(after, before);
        const scale = 10n ** 40n;
        const ratio = (a: string, b: string) => (units(a) * scale) / units(b) - scale;
        expect(change?.percent).toBe(percent(ratio(before, after)));
        expect(change?.inversePercent).toBe(percent(ratio(after, before)));
        expect(change?.absolute).toMatch(/^-?\d+(\.\d+)?$/);
      }),
    );
  });

  it('equals another only when every field is equal', () => {
    expect(sameRate(rate('1'), rate('1'))).toBe(true);
    expect(sameRate(rate('1'), { ...rate('1'), status: 'stale' })).toBe(false);
  });
});

const isPositive = (text: string) => /[1-9]/.test(text);

/** The figure in units of 1/10000. */
function units(text: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(4, '0'));
}

/** An independent second computation in whole numbers: half away from zero at two decimals of a percentage. */
function percent(ratio: bigint): string {
  const step = 10n ** 36n;
  const size = ratio < 0n ? -ratio : ratio;
  const hundredths = (size + step / 2n) / step;
  const text = hundredths.toString().padStart(3, '0');
  return `${ratio < 0n && hundredths > 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
}
