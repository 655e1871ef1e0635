import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeBetween } from '../../src/rates/change.ts';
import { checkRate } from '../../src/rates/check.ts';
import { convert } from '../../src/rates/convert.ts';
import { perDollarOf } from '../../src/rates/cross.ts';
import type { Fixing } from '../../src/rates/fixing.ts';
import { historyRow } from '../../src/rates/history.ts';
import { rateOf } from '../../src/rates/rate.ts';
import { priceText } from '../../src/rates/text.ts';
import { parseDaily } from '../../src/sources/banks/cbr.ts';
import { cbrDaily } from '../support/banks/documents.ts';
import { FIVE } from '../support/figures.ts';

const source = { id: 'cbr', name: 'Bank of Russia', kind: 'official' as const, url: '' };

/** A printed figure of four decimals for a nominal, as whole numbers: `value / 10000 / nominal`. */
type Figure = [value: bigint, nominal: bigint];

const printed = ([value, nominal]: Figure): [string, string] => [
  String(nominal),
  `${value / 10_000n},${String(value % 10_000n).padStart(4, '0')}`,
];

function fixingsOf(figures: Record<string, Figure>, date = '2030-01-08'): Map<string, Fixing> {
  const rows = Object.entries(figures).map(([code, figure]) => [code, printed(figure)]);
  const bulletins = parseDaily(cbrDaily(date, Object.fromEntries(rows)), FIVE);
  return new Map(
    bulletins.map((it) => [it.code, { ...it, source: 'cbr', fetchedAt: '2030-01-07T10:00:00.000Z' }]),
  );
}

/** Half-even: the whole number nearest to over / under, without the service's arithmetic. */
function nearest(over: bigint, under: bigint): bigint {
  const [whole, twice] = [over / under, (over % under) * 2n];
  return twice > under || (twice === under && whole % 2n === 1n) ? whole + 1n : whole;
}

/** over / under with `places` decimals. */
function withPlaces(over: bigint, under: bigint, places: number): string {
  const digits = String(nearest(over * 10n ** BigInt(places), under)).padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** over / under with `digits` significant digits in plain notation, zeros dropped. */
function withDigits(over: bigint, under: bigint, digits: number): string {
  // The exponent of the first digit, by trial: 10^e <= over / under.
  let exponent = 40;
  while (exponent >= 0 ? over < under * 10n ** BigInt(exponent) : over * 10n ** BigInt(-exponent) < under)
    exponent -= 1;
  const places = digits - 1 - exponent;
  if (places >= 0)
    return withPlaces(over, under, places)
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, '');
  return String(nearest(over, under * 10n ** BigInt(-places)) * 10n ** BigInt(-places));
}

const figure = fc.tuple(
  fc.bigInt({ min: 1n, max: 9_999_999n }),
  fc.constantFrom(1n, 10n, 100n, 1_000n, 10_000n),
);
const day = fc.record({ USD: figure, KGS: figure, KZT: figure, TJS: figure, UZS: figure, TMT: figure });

/** Local units for a dollar as a fraction of whole numbers. */
const fraction = (dollar: Figure, unit: Figure): Figure => [dollar[0] * unit[1], dollar[1] * unit[0]];
const bare = (text: string) => text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');

describe('a cross rate', () => {
  it('is rounded once from its two printed figures, for every requested precision', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 20 }),
        (figures, digits, decimals) => {
          for (const [code, fixing] of fixingsOf(figures)) {
            const [over, under] = fraction(figures.USD, figures[code as 'KGS']);
            const rate = rateOf(fixing, null, source, 'live');
            expect(rate.rate).toBe(withDigits(under, over, 12));
            expect(bare(rate.inverse)).toBe(withDigits(over, under, rate.cross === undefined ? 30 : 12));
            expect(bare(priceText(rate, { digits }))).toBe(withDigits(under, over, digits));
            expect(priceText(rate, { decimals })).toBe(withPlaces(under, over, decimals));
            expect(historyRow(fixing)).toMatchObject({ rate: rate.rate, inverse: rate.inverse });
            expect(checkRate(JSON.parse(JSON.stringify(rate)))).toEqual(rate);
          }
        },
      ),
    );
  });

  it('is converted with one rounding at the end', () => {
    const amounts = fc.bigInt({ min: 1n, max: 10n ** 12n });
    fc.assert(
      fc.property(day, amounts, fc.integer({ min: 1, max: 34 }), (figures, amount, digits) => {
        const fixings = fixingsOf(figures);
        const told = (code: string) => {
          const fixing = fixings.get(code);
          if (fixing === undefined) throw new Error(code);
          return perDollarOf(rateOf(fixing, null, source, 'live'));
        };
        const [from, to] = [fraction(figures.USD, figures.KGS), fraction(figures.USD, figures.UZS)];
        const due = withDigits(amount * to[0] * from[1], to[1] * from[0], digits);
        expect(convert(String(amount), told('KGS'), told('UZS'), digits)).toBe(due);
        expect(convert(String(amount), '1', told('UZS'), digits)).toBe(
          withDigits(amount * to[0], to[1], digits),
        );
      }),
    );
  });

  it('has a change from its printed figures, with one rounding each', () => {
    fc.assert(
      fc.property(day, day, (before, after) => {
        const [was, is] = [fixingsOf(before, '2030-01-07').get('KZT'), fixingsOf(after).get('KZT')];
        if (was === undefined || is === undefined) throw new Error('no tenge');
        const [a, b] = [fraction(before.USD, before.KZT), fraction(after.USD, after.KZT)];
        const { percent, absolute, previous } = changeBetween(was, is);
        // The ratio of the prices minus one, rounded half away from zero.
        const [over, under] = [(a[0] * b[1] - a[1] * b[0]) * 10_000n, a[1] * b[0]];
        const size = ((over < 0n ? -over : over) * 2n + under) / (under * 2n);
        const sign = over < 0n && size > 0n ? '-' : '';
        expect(percent).toBe(`${sign}${size / 100n}.${String(size % 100n).padStart(2, '0')}`);
        expect(previous).toBe(withDigits(a[1], a[0], 12));
        const step = b[1] * a[0] - a[1] * b[0];
        const due = step === 0n ? '0' : withDigits(step < 0n ? -step : step, b[0] * a[0], 12);
        expect(absolute).toBe(step < 0n ? `-${due}` : due);
      }),
    );
  });

  it('of an older version, which stored only the inverse, is still shown', () => {
    const fixing = fixingsOf({
      USD: [782_267n, 1n],
      KGS: [895_164n, 100n],
      KZT: [1n, 1n],
      TJS: [1n, 1n],
      UZS: [1n, 1n],
      TMT: [1n, 1n],
    }).get('KGS');
    if (fixing === undefined) throw new Error('no som');
    const { cross, ...older } = rateOf(fixing, null, source, 'live');
    expect(cross).toEqual({ dollar: '78.2267', unit: '0.895164' });
    expect(checkRate(older)).toEqual(older);
    expect(priceText(older, { digits: 8 })).toBe('0.011443203');
    expect(checkRate({ ...older, cross: { dollar: '1', unit: '1' } })).toBeNull();
  });

  it('is distinguished from a printed figure', () => {
    const fixing = { printed: '475.09', nominal: '1', perDollar: '475.09', date: '2030-01-08', code: 'KZT' };
    const rate = rateOf({ ...fixing, source: 'nbk', fetchedAt: '' }, null, source, 'live');
    expect(rate).not.toHaveProperty('cross');
  });
});
