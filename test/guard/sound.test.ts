import { describe, expect, it } from 'vitest';
import { splitSound, trustedAmong } from '../../src/guard/sound.ts';
import { addDays } from '../../src/rates/date.ts';
import { fixingOf, rateFor } from '../support/figures.ts';

const run = (...figures: string[]) =>
  figures.map((figure, index) => fixingOf('KZT', figure, addDays('2026-04-01', index)));
const unsound = (...figures: string[]) => splitSound(run(...figures)).unsound.map((it) => it.perDollar);

describe('a stored history', () => {
  it('is sound with all real steps', () => {
    expect(unsound()).toEqual([]);
    expect(unsound('475', '643', '640', '475')).toEqual([]);
    expect(unsound('4210', '8100', '8090')).toEqual([]);
  });

  it('is sound over years in which the level has grown tenfold', () => {
    expect(unsound('100', '180', '300', '500', '800', '1300')).toEqual([]);
  });

  it('is unsound where figures differ by a power of ten from the longest run beside them', () => {
    expect(unsound('475', '476', '4770')).toEqual(['4770']);
    expect(unsound('4750', '475', '476')).toEqual(['4750']);
    expect(unsound('475', '4760', '4761', '476', '477', '478')).toEqual(['4760', '4761']);
    expect(unsound('475', '476', '0.0021', '477')).toEqual(['0.0021']);
  });

  it('is split by a figure from elsewhere while it is short', () => {
    const beside = (elsewhere: string[], ...figures: string[]) =>
      splitSound(run(...figures), elsewhere).unsound.map((it) => it.perDollar);
    expect(beside(['470'], '4749', '4750', '475')).toEqual(['4749', '4750']);
    expect(beside(['4700', '470'], '4749', '4750', '475')).toEqual(['475']);
    expect(beside(['470'], '4750')).toEqual(['4750']);
    const years = Array.from({ length: 10 }, (_it, index) => `${4750 + index}`);
    expect(beside(['470'], ...years, '475')).toEqual(['475']);
  });

  it('is sound from its older end when there is no other evidence', () =>
    expect(unsound('475', '4750')).toEqual(['4750']));
});

describe('the fixings that may be a reference', () => {
  const kept = run('475', '476', '4770');
  const trusted = (...rate: Parameters<typeof rateFor>) =>
    trustedAmong(kept, rateFor(...rate), '2026-04-09').map((it) => `${it.date.slice(8)} ${it.perDollar}`);

  it('end with the published fixing', () => {
    expect(trusted('KZT', '476', '2026-04-02')).toEqual(['01 475', '02 476']);
  });

  it('have the published figure for the published day, whatever is stored for it', () => {
    expect(trusted('KZT', '477', '2026-04-03')).toEqual(['01 475', '02 476', '03 477']);
    expect(trusted('KZT', '478', '2026-04-07')).toEqual(['01 475', '02 476', '03 4770', '07 478']);
  });

  it('are the stored ones before a day, while nothing of the source is published', () => {
    expect(trustedAmong(kept, null, '2026-04-03')).toEqual(kept.slice(0, 2));
  });
});
