import { describe, expect, it } from 'vitest';
import { cbr, parseDaily } from '../../../src/sources/banks/cbr.ts';
import { cbrDaily } from '../../support/banks/documents.ts';
import { HAS_RECORDINGS, readRecording, WHERE_RECORDED } from '../../support/banks/recordings.ts';
import { useSourceReads } from '../../support/banks/source-reads.ts';
import { FIVE } from '../../support/figures.ts';

const rows: Record<string, [string, string]> = {
  USD: ['1', '90,0000'],
  KGS: ['100', '100,0000'],
  KZT: ['100', '18,0000'],
  TJS: ['10', '90,0000'],
  UZS: ['10000', '75,0000'],
  TMT: ['1', '25,7143'],
};
const figures = (text: string) => parseDaily(text, FIVE).map((it) => `${it.code} ${it.perDollar}`);

describe('the Bank of Russia’s file', () => {
  it('contains all five codes as cross rates through the rouble, each by its nominal', () => {
    expect(figures(cbrDaily('2030-01-10', rows))).toEqual([
      'KGS 90',
      'KZT 500',
      'TJS 10',
      'UZS 12000',
      'TMT 3.499998055556635801868998961667244',
    ]);
  });

  it('keeps the two printed figures of a cross rate', () => {
    expect(parseDaily(cbrDaily('2030-01-10', rows), FIVE)[3]).toMatchObject({
      date: '2030-01-10',
      printed: '90,0000/1 USD, 75,0000/10000 UZS',
    });
  });

  it('is refused as a whole when one of the five codes is missing or has no figure', () => {
    const { TJS: _, ...four } = rows;
    expect(() => parseDaily(cbrDaily('2030-01-10', four), FIVE)).toThrow('no figure for TJS');
    expect(() => parseDaily(cbrDaily('2030-01-10', { ...rows, KGS: ['100', '0,0000'] }), FIVE)).toThrow(
      'no figure for KGS',
    );
    expect(() => parseDaily(cbrDaily('2030-01-10', { ...rows, USD: ['1', '90.0000'] }), FIVE)).toThrow(
      'no figure for USD',
    );
  });
});

describe('the Bank of Russia’s figure for one unit', () => {
  const withUnit = (unit: string) =>
    cbrDaily('2030-01-10', rows).replace('75,0000</Value>', `75,0000</Value><VunitRate>${unit}</VunitRate>`);

  it.each(['0,0075', '0,00750000', '7,5E-03', ''])('may be %j next to 75,0000 for 10,000', (unit) => {
    expect(figures(withUnit(unit))).toContain('UZS 12000');
  });

  it.each(['0,075', '0,0076', '75'])('makes the file refused as %j next to 75,0000 for 10,000', (unit) => {
    expect(() => parseDaily(withUnit(unit), FIVE)).toThrow(/^UZS printed as 75,0000 for 10000, and as/);
  });
});

describe('the Bank of Russia', () => {
  const { setPages, paths, newest, earlier } = useSourceReads(cbr);

  it('is decoded as windows-1251', async () => {
    const text = cbrDaily('2030-01-10', rows).replace('<Name>-', '<Name>\u0014');
    const body = Buffer.from(text, 'latin1');
    body[body.indexOf(0x14)] = 0xc4;
    setPages(() => ({ body, type: 'application/xml' }));
    expect(await newest('2030-01-10T06:00:00Z')).toHaveLength(5);
    expect(paths()).toEqual(['/scripts/XML_daily.asp']);
  });

  it('has earlier days, each under the date in its body', async () => {
    setPages((path) => {
      const friday = path.endsWith('11/01/2030') || path.endsWith('12/01/2030');
      return { body: cbrDaily(friday ? '2030-01-11' : '2030-01-10', rows), type: 'application/xml' };
    });
    const days = (await earlier('2030-01-13', '2030-01-10')).map((it) => it.slice(0, 14));
    expect(days).toEqual(['KGS 2030-01-11', 'KGS 2030-01-10']);
    expect(paths()).toEqual([
      '/scripts/XML_daily.asp?date_req=12/01/2030',
      '/scripts/XML_daily.asp?date_req=10/01/2030',
    ]);
  });
});

describe.skipIf(!HAS_RECORDINGS)(`the Bank of Russia’s recording${WHERE_RECORDED}`, () => {
  it('agrees with the figures of the other banks to their last printed place', () => {
    const text = new TextDecoder('windows-1251').decode(readRecording('cbr/2026-04-25.xml'));
    const bulletins = new Map(parseDaily(text, FIVE).map((it) => [it.code, Number(it.perDollar)]));
    expect(bulletins.get('KGS')).toBeCloseTo(87.45, 1);
    expect(bulletins.get('TMT')).toBeCloseTo(3.5, 3);
    expect([...bulletins.keys()]).toEqual(FIVE);
  });
});
