import { describe, expect, it } from 'vitest';
import { nbt, parseDay, parseRange } from '../../../src/sources/banks/nbt.ts';
import { nbtDay, nbtPages, nbtRange } from '../../support/banks/documents.ts';
import { HAS_RECORDINGS, readRecording, WHERE_RECORDED } from '../../support/banks/recordings.ts';
import { useSourceReads } from '../../support/banks/source-reads.ts';

const unreadable = (message: string) => expect.objectContaining({ kind: 'source-unreadable', message });

describe('NBT’s day', () => {
  it('gives somoni for a dollar, found by its code', () => {
    expect(parseDay(nbtDay('2030-01-08', '10.1000'))).toMatchObject({
      code: 'TJS',
      date: '2030-01-08',
      printed: '10.1000',
      nominal: '1',
      perDollar: '10.1000',
    });
    const renumbered = nbtDay('2030-01-08', '10.1000').replace('"840"', '"810"');
    expect(parseDay(renumbered).printed).toBe('10.1000');
  });

  it('applies the nominal', () => {
    expect(parseDay(nbtDay('2030-01-08', '101.0000', '10')).perDollar).toBe('10.10000');
  });

  it('is not read from the HTML page that comes with status 200', () => {
    expect(() => parseDay('<!DOCTYPE html><html><body>export=xmlout</body></html>')).toThrow(
      unreadable('expected <ValCurs>, found a DOCTYPE'),
    );
    expect(() => parseDay('<html><body>export=xmlout</body></html>')).toThrow(
      unreadable('expected <ValCurs>, found another document'),
    );
  });

  it.each(['10,1000', '0.0000', '-10.1', '', '10.1000 '])(
    'refuses a figure without a point, or none: %j',
    (figure) => {
      if (figure.trim() === '10.1000') expect(parseDay(nbtDay('2030-01-08', figure)).printed).toBe('10.1000');
      else expect(() => parseDay(nbtDay('2030-01-08', figure))).toThrow(/not a figure/);
    },
  );

  it('refuses a document without its date or its dollar', () => {
    const document = nbtDay('2030-01-08', '10.1000');
    expect(() => parseDay(document.replace('2030-01-08', '08.01.2030'))).toThrow(
      unreadable('the document has no date'),
    );
    expect(() => parseDay(document.replace('>USD<', '>EUR<'))).toThrow(
      unreadable('no US dollar row for TJS'),
    );
  });
});

describe('NBT’s range file', () => {
  it('is read newest first, without other currencies', () => {
    const range = nbtRange({ '2030-01-08': '10.1000', '2030-01-09': '10.2000' });
    expect(parseRange(range).map((it) => it.date)).toEqual(['2030-01-09', '2030-01-08']);
    expect(parseRange(nbtRange({ '2030-01-08': '0.2100' }, 'KZT'))).toEqual([]);
  });

  it('may be empty', () => {
    expect(parseRange(nbtRange({}))).toEqual([]);
  });

  it('is refused as a whole for one bad row', () => {
    expect(() => parseRange(nbtRange({ '2030-01-08': '10.1000', '2030-01-09': '0' }))).toThrow(
      /not a figure/,
    );
  });
});

describe('NBT', () => {
  const { setPages, paths, newest, earlier } = useSourceReads(nbt);
  /** The bulletins of Tuesday to Saturday. */
  const figures = { '2030-01-10': '10.1000', '2030-01-11': '10.2000', '2030-01-12': '10.3000' };

  it('is requested for today in the morning, and also for tomorrow in the afternoon', async () => {
    setPages(nbtPages(figures));
    expect(await newest('2030-01-11T05:00:00Z')).toEqual(['TJS 2030-01-11 10.2000']);
    expect(await newest('2030-01-11T11:00:00Z')).toEqual(['TJS 2030-01-12 10.3000']);
    expect(paths().at(-1)).toBe('/en/kurs/export_xml.php?date=2030-01-12&export=xmlout');
  });

  it('ignores an equal figure for tomorrow until that day has come', async () => {
    setPages(nbtPages({ '2030-01-10': '10.1000' }));
    expect(await newest('2030-01-10T11:00:00Z')).toEqual(['TJS 2030-01-10 10.1000']);
    expect(await newest('2030-01-11T05:00:00Z')).toEqual(['TJS 2030-01-11 10.1000']);
  });

  it('returns today’s bulletin when it is also the answer for a later day', async () => {
    setPages(() => ({ body: nbtDay('2030-01-10', '10.1000'), type: 'text/xml' }));
    expect(await newest('2030-01-10T11:00:00Z')).toEqual(['TJS 2030-01-10 10.1000']);
  });

  it('may be dated days ahead', async () => {
    setPages(() => ({ body: nbtDay('2030-01-14', '10.1000'), type: 'text/xml' }));
    expect(await newest('2030-01-11T05:00:00Z')).toEqual(['TJS 2030-01-14 10.1000']);
  });

  it('returns earlier days from the range file in one request, with carries', async () => {
    setPages(nbtPages(figures));
    expect(await earlier('2030-01-15', '2030-01-11')).toEqual([
      'TJS 2030-01-14 10.3000',
      'TJS 2030-01-13 10.3000',
      'TJS 2030-01-12 10.3000',
      'TJS 2030-01-11 10.2000',
    ]);
    expect(paths()).toEqual([
      '/en/kurs/export_xml_dynamic.php?d1=2030-01-11&d2=2030-01-14&cs=USD&export=xml',
    ]);
  });

  it('returns them day by day where the range file fails', async () => {
    const pages = nbtPages(figures);
    setPages((path) => (path.includes('dynamic') ? null : pages(path)));
    expect(await earlier('2030-01-12', '2030-01-10')).toEqual([
      'TJS 2030-01-11 10.2000',
      'TJS 2030-01-10 10.1000',
    ]);
  });

  it('returns nothing for a day that is answered with today’s bulletin', async () => {
    setPages((path) =>
      path.includes('dynamic') ? null : { body: nbtDay('2030-01-12', '10.3000'), type: 'text/xml' },
    );
    expect(await earlier('2030-01-12', '2030-01-11')).toEqual([]);
  });
});

describe.skipIf(!HAS_RECORDINGS)(`NBT’s recordings${WHERE_RECORDED}`, () => {
  it('print 9.3450 for the Monday and 9.3371 for the Tuesday', () => {
    const read = (date: string) => parseDay(readRecording(`nbt/${date}.xml`).toString()).printed;
    expect(['2026-05-18', '2026-05-19'].map(read)).toEqual(['9.3450', '9.3371']);
  });

  it('have no dollar in the range file of the tenge', () => {
    const range = readRecording('nbt-history/2026-09-20_2026-10-01_KZT.xml');
    expect(parseRange(new TextDecoder('windows-1251').decode(range))).toEqual([]);
  });
});
