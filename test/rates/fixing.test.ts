import { describe, expect, it } from 'vitest';
import { type Bulletin, fixingsOf, readPerDollar } from '../../src/rates/fixing.ts';

/** Sunday and Monday are carries, as in Almaty, Bishkek and Dushanbe. */
const WEEKEND = [0, 1] as const;
const SATURDAY = '2026-05-16';
const SUNDAY = '2026-05-17';
const MONDAY = '2026-05-18';
const TUESDAY = '2026-05-19';

const bulletin = (date: string, printed: string): Bulletin => ({
  code: 'TJS',
  date,
  printed,
  nominal: '1',
  perDollar: printed,
});
const dated = (rows: readonly Bulletin[]) =>
  fixingsOf(rows, { weekend: WEEKEND }).map((row) => `${row.date} ${row.printed}`);

describe('local units for one dollar', () => {
  it('are the printed digits, shifted by the zeros of the nominal', () => {
    expect(readPerDollar('87,4500', '1', ',')).toBe('87.4500');
    expect(readPerDollar('475.1', '1', '.')).toBe('475.1');
    expect(readPerDollar('120.50', '100', '.')).toBe('1.2050');
  });

  it.each([
    ['0', '1'],
    ['0.0000', '1'],
    ['-1', '1'],
    ['1', '0'],
    ['1', '7'],
    ['1', '10000000'],
    ['1', ''],
  ])('are refused for %s per %s dollars', (printed, nominal) => {
    expect(readPerDollar(printed, nominal, '.')).toBeNull();
  });
});

describe('the fixings among bulletins', () => {
  it('leave out a weekend that repeats the day before', () => {
    const rows = [bulletin(SATURDAY, '9.3450'), bulletin(SUNDAY, '9.3450'), bulletin(MONDAY, '9.3450')];
    expect(dated(rows)).toEqual(['2026-05-16 9.3450']);
  });

  it('contain a weekend bulletin with a new value', () => {
    const rows = [bulletin(SATURDAY, '94.7626'), bulletin(SUNDAY, '89.1007'), bulletin(MONDAY, '89.1007')];
    expect(dated(rows)).toEqual(['2026-05-16 94.7626', '2026-05-17 89.1007']);
  });

  it('contain every working day, with a new value or not', () => {
    expect(dated([bulletin(SATURDAY, '9.3450'), bulletin(TUESDAY, '9.3450')])).toHaveLength(2);
  });

  it('take a weekend bulletin without a known predecessor for a carry of the last working day', () => {
    expect(dated([bulletin(MONDAY, '9.3450')])).toEqual(['2026-05-16 9.3450']);
  });

  it('do not take last week’s fixing for the predecessor of a weekend', () => {
    const rows = [bulletin('2026-05-14', '9.3000'), bulletin(MONDAY, '9.3450')];
    expect(dated(rows)).toEqual(['2026-05-14 9.3000', '2026-05-16 9.3450']);
  });

  it('take 475.1 and 475.10 for the same value', () => {
    expect(dated([bulletin(SATURDAY, '475.1'), bulletin(SUNDAY, '475.10')])).toHaveLength(1);
  });
});
