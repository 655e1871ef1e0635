import { describe, expect, it } from 'vitest';
import { judgePast } from '../../src/guard/past.ts';
import { addDays } from '../../src/rates/date.ts';
import type { Fixing } from '../../src/rates/fixing.ts';
import { fixingOf } from '../support/figures.ts';

const run = (...figures: string[]) =>
  figures.map((figure, index) => fixingOf('KZT', figure, addDays('2026-04-01', index)));
const open = { newer: undefined, older: undefined, band: '5', passesAsFirst: () => true };
const leftOut = (figures: string[], more: Partial<Parameters<typeof judgePast>[1]> = {}) =>
  judgePast(run(...figures), { ...open, ...more }).leftOut.map((it) => it.perDollar);

describe('a past figure', () => {
  it('is left out when the days around it agree on another figure', () => {
    expect(leftOut(['475', '4751', '476'])).toEqual(['4751']);
    expect(leftOut(['475', '0.0021', '476', '476', '47.6', '477'])).toEqual(['0.0021', '47.6']);
  });

  it('is left out when it differs by a power of ten, on every day on which it does', () => {
    expect(leftOut(['475', '4751', '4755', '4760', '476'])).toEqual(['4751', '4755', '4760']);
  });

  it('is left out when the bank is back at the old level within a week', () => {
    expect(leftOut(['475', '540', '541', '542', '476'])).toEqual(['540', '541', '542']);
    expect(leftOut(['474', '475', '540', '541', '542', '543', '544', '545', '476'])).toEqual([]);
  });

  it('is not judged by a day before it that is a misprint itself', () =>
    expect(leftOut(['475', '4751', '540', '476'])).toEqual(['4751', '540']));

  it('is left out when it is the inverse, although that is of the same scale', () => {
    expect(leftOut(['1.70', '0.5882', '0.5879', '1.71'])).toEqual(['0.5882', '0.5879']);
  });

  it('is accepted when the level stays, or when it lies on the way to the next level', () => {
    expect(leftOut(['187', '188', '255', '252', '218', '230'])).toEqual([]);
    expect(leftOut(['4200', '4210', '8100', '8090'])).toEqual([]);
    expect(leftOut(['475', '497', '476'])).toEqual([]);
  });

  it('is left out after a very large step to a level that no other day has', () =>
    expect(leftOut(['260', '475', '900', '905'])).toEqual(['260', '475']));

  it('is left out at the old end, where no earlier day confirms it', () =>
    expect(leftOut(['4751', '475', '476'])).toEqual(['4751']));

  it('is judged as a first figure at the new end, after the day before it', () => {
    const asked: (string | undefined)[][] = [];
    const passesAsFirst = (it: Fixing, before: Fixing | undefined) => {
      asked.push([it.perDollar, before?.perDollar]);
      return it.perDollar !== '4770';
    };
    expect(leftOut(['475', '476', '4770'], { passesAsFirst })).toEqual(['4770']);
    expect(asked).toEqual([
      ['4770', '476'],
      ['476', '475'],
    ]);
  });

  it('is judged by the known fixings on both sides of its gap', () => {
    const [older, newer] = [fixingOf('KZT', '470', '2026-03-31'), fixingOf('KZT', '478', '2026-04-09')];
    expect(leftOut(['4751'], { older, newer })).toEqual(['4751']);
    expect(leftOut(['540'], { older, newer })).toEqual(['540']);
    expect(leftOut(['475'], { older, newer })).toEqual([]);
  });
});
