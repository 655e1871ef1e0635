import { describe, expect, it } from 'vitest';
import { dollarOf } from '../../src/sources/source.ts';

const head = { code: 'KGS', date: '2030-01-08', separator: ',' as const };
const dollar = { code: 'USD', printed: '90,1000', nominal: '1' };

describe('the dollar among a document’s rows', () => {
  it('has the price of one unit of each other currency beside it', () => {
    const rows = [
      { code: 'JPY', printed: '5,9000', nominal: '10' },
      dollar,
      { code: 'EUR', printed: '98,2000', nominal: '1' },
    ];
    const { perDollar, others } = dollarOf(rows, head);
    expect(perDollar).toBe('90.1000');
    expect([...(others ?? [])]).toEqual([
      ['JPY', '0.59000'],
      ['EUR', '98.2000'],
    ]);
  });

  it('is read although another row is broken', () => {
    const rows = [
      dollar,
      { code: 'XDR', printed: '-', nominal: '1' },
      { code: undefined, printed: '1', nominal: '1' },
    ];
    expect(dollarOf(rows, head).others?.size).toBe(0);
  });

  it('is refused when there are two such rows, in either order', () => {
    expect(() => dollarOf([dollar, { ...dollar, printed: '5,9000' }], head)).toThrow(
      '2 US dollar rows for KGS',
    );
  });

  it('is named in the error when it is missing', () => {
    expect(() => dollarOf([], head)).toThrow('no US dollar row for KGS');
    expect(() => dollarOf([{ ...dollar, printed: '0,0000' }], head)).toThrow('not a figure: "0,0000"');
  });
});
