import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decimal,
  fixed,
  percentText,
  plain,
  readFigure,
  readSignedFigure,
  significant,
  significantPadded,
} from '../../src/rates/decimal.ts';

const digits = (count: number) => '9'.repeat(count);

/** Figures from an attacker or a broken page. decimal.js would read some of them as numbers. */
const REFUSED = [
  '',
  ' ',
  '.',
  ',',
  '-',
  '+',
  '0x10',
  '0b1',
  '0o7',
  '1_000',
  'NaN',
  'Infinity',
  '-Infinity',
  'null',
  'undefined',
  '1e400',
  '1e5',
  '1E5',
  '8.2e-7',
  '-1',
  '+1',
  '--1',
  '- 1',
  ' 1',
  '1 ',
  '1\n',
  '\t1',
  '1\u00a0000',
  '1 000',
  "1'000",
  '1,000',
  '1.000,5',
  '1,000.5',
  '1.2.3',
  '1..2',
  '.5',
  '5.',
  '00',
  '0012',
  '012.5',
  '00.5',
  '1%',
  '$1',
  '1 KGS',
  '٣.٥',
  '８７.４５',
  '½',
  '²',
  '1\u200b2',
  '１',
  'Ⅷ',
  '∞',
  '1/3',
  '(1)',
  '[1]',
  'true',
  digits(16),
  digits(10_000),
  `0.${digits(16)}`,
  `1.${digits(10_000)}`,
  '1\u0000',
  '\ufeff1',
];

const ADMITTED = [
  '0',
  '1',
  '87.4500',
  '12149.84',
  '0.0073',
  '475.09',
  digits(15),
  `${digits(15)}.${digits(15)}`,
];

const figure = fc
  .tuple(fc.bigInt({ min: 0n, max: 999_999_999_999_999n }), fc.option(fc.stringMatching(/^[0-9]{1,15}$/)))
  .map(([units, fraction]) => (fraction === null ? `${units}` : `${units}.${fraction}`));

describe('reading a figure', () => {
  it.each(REFUSED.map((text) => [JSON.stringify(text.slice(0, 24)), text]))('refuses %s', (_name, text) => {
    expect(readFigure(text)).toBeNull();
  });

  it.each(ADMITTED)('accepts %s unchanged', (text) => {
    expect(readFigure(text)).toBe(text);
  });

  it('loses no digit between reading and writing', () => {
    fc.assert(
      fc.property(figure, (text) => {
        expect(readFigure(text)).toBe(text);
        const [, fraction = ''] = text.split('.');
        expect(decimal(text).toFixed(fraction.length)).toBe(text);
      }),
    );
  });

  it('accepts the comma only where it is the separator, and the point only where the point is', () => {
    expect(readFigure('87,4500', ',')).toBe('87.4500');
    expect(readFigure('87.4500', ',')).toBeNull();
    expect(readFigure('87,4500', '.')).toBeNull();
    expect(readFigure('1,2,3', ',')).toBeNull();
  });

  it('accepts one sign in a signed figure', () => {
    expect(readSignedFigure('-3.68')).toBe('-3.68');
    expect(readSignedFigure('+0.51')).toBe('0.51');
    expect(readSignedFigure('7.74')).toBe('7.74');
    expect(readSignedFigure('+-1')).toBeNull();
    expect(readSignedFigure('-')).toBeNull();
  });
});

describe('writing a figure', () => {
  const price = figure.filter((text) => /[1-9]/.test(text)).map((text) => decimal('1').div(decimal(text)));

  it('never contains an exponent, also for very small prices', () => {
    fc.assert(
      fc.property(price, fc.integer({ min: 1, max: 12 }), (value, count) => {
        for (const text of [
          plain(value),
          significant(value, count),
          significantPadded(value, count),
          fixed(value, 9),
        ]) {
          expect(text).toMatch(/^\d+(\.\d+)?$/);
        }
      }),
    );
  });

  it('keeps five significant digits of a soum price, with zeros', () => {
    expect(significantPadded(decimal('1').div(decimal('12149.84')), 5)).toBe('0.000082306');
    expect(significantPadded(decimal('0.5'), 5)).toBe('0.50000');
    expect(significantPadded(decimal('123456'), 5)).toBe('123460');
  });

  it('rounds a tie to the even digit', () => {
    expect(significant(decimal('0.12345'), 4)).toBe('0.1234');
    expect(significant(decimal('0.12355'), 4)).toBe('0.1236');
    expect(fixed(decimal('0.125'), 2)).toBe('0.12');
  });

  it('rounds a percentage half away from zero, and zero has no sign', () => {
    expect(percentText(decimal('0.005'))).toBe('0.01');
    expect(percentText(decimal('-0.005'))).toBe('-0.01');
    expect(percentText(decimal('-0.004999'))).toBe('0.00');
    expect(percentText(decimal('-0'))).toBe('0.00');
  });
});
