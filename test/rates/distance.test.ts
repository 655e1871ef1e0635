import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInverse, isNear, isPowerOfTen, stepPercent } from '../../src/rates/distance.ts';

describe('a step', () => {
  it('is measured in its larger direction, exactly', () => {
    expect(stepPercent('188.38', '255.26').toFixed(2)).toBe('35.50');
    expect(stepPercent('255.26', '188.38').toFixed(2)).toBe('35.50');
    expect(stepPercent('4210.35', '8100').toFixed(2)).toBe('92.38');
    expect(stepPercent('87.45', '87.4500').toFixed()).toBe('0');
  });

  it('is near up to the limit, which is included', () => {
    expect(isNear('105', '100', '5')).toBe(true);
    expect(isNear('105.0000000000001', '100', '5')).toBe(false);
  });
});

describe('a mistaken figure', () => {
  const figures = fc.integer({ min: 2, max: 1_500_000 }).map(String);

  it('is a power of ten for any number of zeros, also together with a day’s move', () => {
    fc.assert(
      fc.property(figures, fc.integer({ min: 1, max: 6 }), (figure, zeros) => {
        expect(isPowerOfTen(`${figure}${'0'.repeat(zeros)}`, figure)).toBe(true);
      }),
    );
    expect(isPowerOfTen('980', '87.45')).toBe(true);
    expect(isPowerOfTen('8100', '4210.35')).toBe(false);
    expect(isPowerOfTen('255.26', '188.38')).toBe(false);
  });

  it('is an inverse', () => {
    expect(isInverse('0.0114351', '87.45')).toBe(true);
    expect(isInverse('0.0123', '87.45')).toBe(true);
    expect(isInverse('87.45', '87.45')).toBe(false);
  });
});
