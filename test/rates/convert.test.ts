import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert } from '../../src/rates/convert.ts';

describe('a conversion', () => {
  it('goes through the dollar, exact to the requested digits', () => {
    expect(convert('100', '87.4500', '12149.84', 12)).toBe('13893.4705546');
    expect(convert('100', '87.4500', '12149.84', 34)).toBe('13893.47055460263007432818753573471');
    expect(convert('1', '1', '475.09', 12)).toBe('475.09');
    expect(convert('0', '87.45', '475.09', 12)).toBe('0');
  });

  it('agrees with integer arithmetic in all 34 digits', () => {
    const figure = fc.bigInt({ min: 1n, max: 10n ** 15n - 1n });
    fc.assert(
      fc.property(figure, figure, figure, (amount, from, to) => {
        const text = convert(String(amount), String(from), String(to), 34);
        const places = text.split('.')[1]?.length ?? 0;
        // Rounded half-even: at most half a unit of the last place away, in exact integers.
        const scaled = BigInt(text.replace('.', ''));
        const difference = amount * to * 10n ** BigInt(places) - scaled * from;
        const distance = difference < 0n ? -difference : difference;
        const trailing = BigInt(10 ** Math.max(0, text.replace(/\D/g, '').replace(/^0+/, '').length - 34));
        expect(distance * 2n <= from * trailing).toBe(true);
      }),
    );
  });
});
