import { describe, expect, it } from 'vitest';
import { quotient } from '../../../src/rates/decimal.ts';
import { rateOf } from '../../../src/rates/rate.ts';
import { figureText, priceText as serverPriceText } from '../../../src/rates/text.ts';
import type { Change, Rate, SourceRef } from '../../../src/rates/wire.ts';
import {
  directionOf,
  localText,
  numberFormatOf,
  percentText,
  priceText,
} from '../../../widget/text/numbers.ts';
import { wordsFor } from '../../../widget/text/words.ts';
import { fixingOf, rateFor } from '../../support/figures.ts';

const en = wordsFor('en');
const soum = { rate: '0.0000823056106089', display: '0.000082306', inverse: '12149.84' } as Rate;
const rounded = (digits: number, decimals: number | '' = '') => ({
  numberFormat: numberFormatOf(digits, decimals),
});
const format = { ...rounded(5), tens: 0, invert: false };
const moved = (percent: string, inversePercent: string) => ({ percent, inversePercent }) as Change;

describe('a price', () => {
  it.each([
    [format, '0.000082306'],
    [{ ...format, ...rounded(9) }, '0.0000823056106'],
    [{ ...format, ...rounded(5, 5) }, '0.00008'],
    [{ ...format, ...rounded(5, 0) }, '0'],
    [{ ...format, tens: 3 }, '0.082306'],
    [{ ...format, invert: true }, '12,150'],
    [{ ...format, ...rounded(5, 2), invert: true }, '12,149.84'],
    [{ ...format, invert: true, tens: 2 }, '1,215,000'],
  ] as const)('is written as %o', (how, text) => expect(priceText(soum, how, en)).toBe(text));

  it('is rounded half-even from its text, which no binary fraction could tell', () => {
    const rate = { ...soum, inverse: '475.085' };
    expect(priceText(rate, { ...format, ...rounded(5, 2), invert: true }, en)).toBe('475.08');
    const long = { ...soum, inverse: '9007199254740993.5' };
    expect(priceText(long, { ...format, ...rounded(5, 0), invert: true }, en)).toBe('9,007,199,254,740,994');
  });

  it('has the digits that the service gives for the same format, however many are asked for', () => {
    const printed = ['87.4500', '475.09', '12149.84', '3.5', '9.3371', '10.1509', '0.37', '1', '96.0001'];
    const rates = printed.map((figure) => rateFor('KGS', figure));
    const crossed = { ...fixingOf('KGS', '', '2026-04-02'), printed: '78,2267/1 USD, 89,5164/100 KGS' };
    const perDollar = quotient('78.2267', '0.895164');
    rates.push(rateOf({ ...crossed, perDollar }, null, rates[0]?.source as SourceRef, 'live'));
    for (const rate of rates) {
      const told = (more: object) => priceText(rate, { ...format, ...more }, en).replaceAll(',', '');
      for (let digits = 1; digits <= 12; digits += 1) {
        expect(told(rounded(digits)), `${rate.inverse} ${digits}`).toBe(figureText(rate, false, { digits }));
        const turned = told({ ...rounded(digits), invert: true });
        expect(Number(turned)).toBe(Number(figureText(rate, true, { digits })));
      }
      for (let decimals = 0; decimals <= 20; decimals += 1)
        expect(told(rounded(5, decimals)), rate.inverse).toBe(serverPriceText(rate, { decimals }));
    }
  });

  it('of what is no figure is none, and nothing is thrown at the page for it', () => {
    for (const inverse of ['<img>', '', '0', '0.000', '-', 'NaN', '1e5'])
      expect(priceText({ ...soum, inverse }, format, en), inverse).toBe('—');
  });

  it('has the separators of its language', () => {
    expect(localText('12,149.84', wordsFor('ru'))).toBe('12\u00a0149,84');
  });
});

describe('a percentage', () => {
  it.each([
    [moved('0.77', '-0.76'), '+0.77', '−0.76'],
    [moved('-0.06', '0.06'), '−0.06', '+0.06'],
    [moved('0.00', '0.00'), '0.00', '0.00'],
    [moved('-0.00', '-0.00'), '0.00', '0.00'],
  ])('%o is told each way round', (change, direct, inverse) => {
    expect(percentText(change, false, en)).toBe(`${direct}\u202f%`);
    expect(percentText(change, true, en)).toBe(`${inverse}\u202f%`);
  });

  it('that is not known is not zero', () => {
    expect(percentText(null, false, en)).toBe('—');
    expect(directionOf(null, false)).toBe('none');
    expect(directionOf(moved('0.00', '0.00'), false)).toBe('flat');
  });
});
