import { describe, expect, it } from 'vitest';
import { cbt, parseDay } from '../../../src/sources/banks/cbt.ts';
import { cbtDay, cbtPages } from '../../support/banks/documents.ts';
import { HAS_RECORDINGS, readRecording, WHERE_RECORDED } from '../../support/banks/recordings.ts';
import { useSourceReads } from '../../support/banks/source-reads.ts';

const unreadable = (message: string) => expect.objectContaining({ kind: 'source-unreadable', message });

describe('CBT’s day', () => {
  it('gives manat for a dollar, with the date format of today or of 2020 to 2023', () => {
    const bulletin = { code: 'TMT', date: '2030-01-08', printed: '3.5', nominal: '1', perDollar: '3.5' };
    expect(parseDay(cbtDay('08.01.2030', '3.5'))).toEqual(bulletin);
    expect(parseDay(cbtDay('2030-01-08', '3.5'))).toEqual(bulletin);
  });

  it('applies the multiplier', () => {
    expect(parseDay(cbtDay('08.01.2030', '35', '10')).perDollar).toBe('3.5');
  });

  it('reads the manat, not the dollar column, whose direction differs by currency', () => {
    const document = cbtDay('08.01.2030', '3.5').replace('<rate_usd>1<', '<rate_usd>2<');
    expect(parseDay(document).printed).toBe('3.5');
  });

  it.each(['3,5', '0', '-3.5', ''])('refuses %j', (figure) => {
    expect(() => parseDay(cbtDay('08.01.2030', figure))).toThrow(/not a figure/);
  });

  it('refuses a document without its date or its dollar', () => {
    expect(() => parseDay(cbtDay('', '3.5'))).toThrow(unreadable('the document has no date'));
    const document = cbtDay('08.01.2030', '3.5').replace('"USD"', '"XDR"');
    expect(() => parseDay(document)).toThrow(unreadable('no US dollar row for TMT'));
  });
});

describe('CBT', () => {
  const { bank, setPages, paths, newest } = useSourceReads(cbt);

  it('has no file on a Sunday, and Saturday’s is read', async () => {
    setPages(cbtPages({ '2030-01-12': '3.5' }));
    expect(await newest('2030-01-13T06:00:00Z')).toEqual(['TMT 2030-01-12 3.5']);
    expect(paths()).toEqual(['/kurs/2030/13012030.xml', '/kurs/2030/12012030.xml']);
  });

  it('is unreachable when it answers 403, as it does for foreign addresses', async () => {
    bank().setFault({ kind: 'status', status: 403 });
    await expect(newest('2030-01-13T06:00:00Z')).rejects.toMatchObject({
      kind: 'source-unreachable',
      message: 'answered 403',
    });
  });

  it('is unreadable without a file for the longest closure', async () => {
    await expect(newest('2030-01-13T06:00:00Z')).rejects.toMatchObject({
      kind: 'source-unreadable',
      message: 'no file for 12 days',
    });
  });

  it('is 3.5 since 2015 without a file', () => {
    expect(cbt.peg).toEqual({ code: 'TMT', perDollar: '3.5', since: '2015-01-01' });
  });
});

describe.skipIf(!HAS_RECORDINGS)(`CBT’s recordings${WHERE_RECORDED}`, () => {
  it('print 3.5', () => {
    const read = (date: string) => parseDay(readRecording(`cbt/${date}.xml`).toString());
    expect(read('2026-05-20')).toMatchObject({ date: '2026-05-20', printed: '3.5' });
    expect(read('2026-05-21')).toMatchObject({ date: '2026-05-21', printed: '3.5' });
  });
});
