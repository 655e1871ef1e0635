import { describe, expect, it } from 'vitest';
import { nbk, parseDay } from '../../../src/sources/banks/nbk.ts';
import { nbkDay, nbkPages } from '../../support/banks/documents.ts';
import { HAS_RECORDINGS, readRecording, WHERE_RECORDED } from '../../support/banks/recordings.ts';
import { useSourceReads } from '../../support/banks/source-reads.ts';

const unreadable = (message: string) => expect.objectContaining({ kind: 'source-unreadable', message });

describe('NBK’s day', () => {
  it('gives tenge for a dollar under its own date, with the printed digits', () => {
    expect(parseDay(nbkDay('2030-01-08', '500.1'))).toMatchObject({
      code: 'KZT',
      date: '2030-01-08',
      printed: '500.1',
      nominal: '1',
      perDollar: '500.1',
    });
  });

  it('applies the quantity', () => {
    expect(parseDay(nbkDay('2030-01-08', '5001.25', { quant: '10' }))?.perDollar).toBe('500.125');
  });

  it('ignores the change, which is against the calendar day before', () => {
    const days = ['-0.50', '+0.51', '0.00', '', 'lies'].map((change) =>
      parseDay(nbkDay('2030-01-08', '500.10', { change })),
    );
    expect(new Set(days.map((day) => day?.perDollar))).toEqual(new Set(['500.10']));
  });

  it('has no fixing without items, and is refused without a date', () => {
    expect(parseDay(nbkDay('2030-01-06'))).toBeNull();
    const undated = nbkDay('2030-01-06').replace(/<date>.*<\/date>/, '');
    expect(() => parseDay(undated)).toThrow(unreadable('the document has no date'));
    const misdated = nbkDay('2030-01-08', '500.1').replace('08.01.2030', '31.02.2030');
    expect(() => parseDay(misdated)).toThrow(unreadable('the document has no date'));
  });

  it('is not read from the RSS file, which has its dates elsewhere', () => {
    const rss = '<?xml version="1.0"?><rss><channel><item><title>USD</title></item></channel></rss>';
    expect(() => parseDay(rss)).toThrow(unreadable('expected <rates>, found another document'));
  });

  it.each(['0', '0.00', '-500.1', '500,1', '5e2', '', '٥٠٠'])('refuses %j for a figure', (figure) => {
    expect(() => parseDay(nbkDay('2030-01-08', figure))).toThrow(/not a figure/);
  });

  it('refuses a document whose dollar is missing', () => {
    const document = nbkDay('2030-01-08', '500.1').replace('<title>USD', '<title>XDR');
    expect(() => parseDay(document)).toThrow(unreadable('no US dollar row for KZT'));
  });
});

describe('NBK', () => {
  const { setPages, paths, newest, earlier } = useSourceReads(nbk);
  /** The bulletin set on Friday for Saturday, and the one set on Thursday for Friday. */
  const pages = nbkPages({ '2030-01-10': '500.2', '2030-01-11': '501', '2030-01-12': '502.5' });

  it('is requested for tomorrow after the market average is taken, and for today before', async () => {
    setPages(pages);
    expect(await newest('2030-01-11T10:29:00Z')).toEqual(['KZT 2030-01-11 501']);
    expect(await newest('2030-01-11T10:30:00Z')).toEqual(['KZT 2030-01-12 502.5']);
    expect(paths()).toEqual(['11', '12', '11'].map((day) => `/rss/get_rates.cfm?fdate=${day}.01.2030`));
  });

  it('ignores tomorrow’s figure while it equals today’s', async () => {
    setPages(nbkPages({ '2030-01-10': '500.2', '2030-01-11': '500.20' }));
    expect(await newest('2030-01-10T10:45:00Z')).toEqual(['KZT 2030-01-10 500.2']);
    expect(await newest('2030-01-10T19:01:00Z')).toEqual(['KZT 2030-01-11 500.20']);
  });

  it('returns tomorrow’s figure after a day off', async () => {
    setPages(nbkPages({ '2030-01-11': '501' }));
    expect(await newest('2030-01-10T10:45:00Z')).toEqual(['KZT 2030-01-11 501']);
  });

  it('is searched back over a weekend of days without items', async () => {
    setPages(pages);
    expect(await newest('2030-01-14T04:00:00Z')).toEqual(['KZT 2030-01-12 502.5']);
  });

  it('is accepted when it answers with another day than the requested one', async () => {
    setPages(() => ({ body: nbkDay('2030-01-09', '499.9'), type: 'text/xml' }));
    expect(await newest('2030-01-11T04:00:00Z')).toEqual(['KZT 2030-01-09 499.9']);
  });

  it('is unreadable when it has nothing for the longest closure', async () => {
    setPages(nbkPages({}));
    await expect(newest('2030-01-14T04:00:00Z')).rejects.toMatchObject({ kind: 'source-unreadable' });
  });

  it('returns earlier days, without those that are answered with another day', async () => {
    const odd = nbkDay('2030-01-12', '502.5');
    setPages((path) => (path.endsWith('=11.01.2030') ? { body: odd, type: 'text/xml' } : pages(path)));
    expect(await earlier('2030-01-12', '2030-01-09')).toEqual(['KZT 2030-01-10 500.2']);
  });
});

describe.skipIf(!HAS_RECORDINGS)(`NBK’s recordings${WHERE_RECORDED}`, () => {
  it('print 478.77 and then 475.09', () => {
    const read = (date: string) => parseDay(readRecording(`nbk/${date}.xml`).toString())?.printed;
    expect(['2026-04-01', '2026-04-02'].map(read)).toEqual(['478.77', '475.09']);
  });
});
