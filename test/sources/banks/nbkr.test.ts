import { describe, expect, it } from 'vitest';
import { nbkr, parseDaily, parseHistory } from '../../../src/sources/banks/nbkr.ts';
import { nbkrDaily, nbkrHistory, nbkrPages } from '../../support/banks/documents.ts';
import { HAS_RECORDINGS, readRecording, WHERE_RECORDED } from '../../support/banks/recordings.ts';
import { useSourceReads } from '../../support/banks/source-reads.ts';

const unreadable = (message: string) => expect.objectContaining({ kind: 'source-unreadable', message });

describe('NBKR’s daily file', () => {
  it('gives som for a dollar: `printed` keeps the decimal comma, and the figure has a point', () => {
    expect(parseDaily(nbkrDaily('2030-01-08', '90,1000'))).toMatchObject({
      code: 'KGS',
      date: '2030-01-08',
      printed: '90,1000',
      nominal: '1',
      perDollar: '90.1000',
    });
  });

  it('applies the nominal', () => {
    expect(parseDaily(nbkrDaily('2030-01-08', '901,0000', '10')).perDollar).toBe('90.10000');
  });

  it.each(['90.1000', '90,10,00', '1.090,10', '-90,1', '0,0000', '', '90 ,1'])('refuses %j', (figure) => {
    expect(() => parseDaily(nbkrDaily('2030-01-08', figure))).toThrow(/not a figure/);
  });

  it('refuses a document without its date or its dollar', () => {
    const document = nbkrDaily('2030-01-08', '90,1000');
    expect(() => parseDaily(document.replace(' Date=', ' Day='))).toThrow(
      unreadable('the document has no date'),
    );
    expect(() => parseDaily(document.replace('"USD"', '"GBP"'))).toThrow(
      unreadable('no US dollar row for KGS'),
    );
  });
});

describe('NBKR’s history page', () => {
  const figures = { '2030-01-08': '90,1000', '2030-01-09': '90,2000' };

  it('is read only between the bank’s comment marks, newest first', () => {
    expect(parseHistory(nbkrHistory(figures)).map((it) => `${it.date} ${it.perDollar}`)).toEqual([
      '2030-01-09 90.2000',
      '2030-01-08 90.1000',
    ]);
  });

  it('may have tags between the marks', () => {
    const page = nbkrHistory(figures).replaceAll(/(90,\d+)/g, '<b> $1 </b>');
    expect(parseHistory(page)).toHaveLength(2);
  });

  it('is refused without marks', () => {
    expect(() => parseHistory('<table><tr><td>08.01.2030</td><td>90,1</td></tr></table>')).toThrow(
      unreadable('the history page has no marked row'),
    );
  });

  it('is refused when a date has no value', () => {
    const page = nbkrHistory(figures).replace('<!--value-->90,1000<!--value-->', '');
    expect(() => parseHistory(page)).toThrow(unreadable('2 dates for 1 values'));
  });

  it('is read in either order, and refused when a day is out of order', () => {
    const days = { '2030-01-08': '90,1000', '2030-01-09': '90,2000', '2030-01-10': '90,3000' };
    const page = nbkrHistory(days);
    const turned = nbkrHistory(Object.fromEntries(Object.entries(days).reverse()));
    expect(parseHistory(turned)).toEqual(parseHistory(page));
    const damaged = page.replace('10.01.2030', '10.01.2020');
    expect(() => parseHistory(damaged)).toThrow(unreadable('the days of the history page are not in order'));
  });

  it('is refused wherever it is cut off', () => {
    const page = nbkrHistory(figures);
    for (let length = 0; length < page.indexOf('</table>') + '</table>'.length; length += 1) {
      expect(() => parseHistory(page.slice(0, length)), `${length} characters`).toThrow();
    }
  });
});

describe('NBKR', () => {
  const { bank, setPages, paths, newest, earlier } = useSourceReads(nbkr);

  it('has the date of the file, also tomorrow’s or a Sunday’s', async () => {
    setPages(nbkrPages({ '2030-01-13': '90,1000' }));
    expect(await newest('2030-01-12T12:00:00Z')).toEqual(['KGS 2030-01-13 90,1000']);
  });

  it('is decoded as windows-1251, which it declares', async () => {
    const document = nbkrDaily('2030-01-08', '90,1000').replace('Daily', '\u0014');
    const bytes = Buffer.from(document, 'latin1');
    bytes[bytes.indexOf(0x14)] = 0xca;
    setPages(() => ({ body: bytes, type: 'text/xml' }));
    expect(await newest('2030-01-08T12:00:00Z')).toEqual(['KGS 2030-01-08 90,1000']);
  });

  it('is unreadable without the file, because the bank always has one', async () => {
    await expect(newest('2030-01-08T12:00:00Z')).rejects.toMatchObject({ kind: 'source-unreadable' });
  });

  it('returns past days from its page: one request for two weeks, then one for each year', async () => {
    setPages(nbkrPages({ '2029-06-01': '89,0000', '2030-01-08': '90,1000', '2030-01-09': '90,2000' }));
    expect(await earlier('2030-01-10', '2029-01-01')).toEqual([
      'KGS 2030-01-09 90,2000',
      'KGS 2030-01-08 90,1000',
      'KGS 2029-06-01 89,0000',
    ]);
    expect(paths()).toEqual([
      '/index1.jsp?item=1562&lang=ENG&valuta_id=15&beg_day=27&beg_month=12&beg_year=2029' +
        '&end_day=09&end_month=01&end_year=2030',
      '/index1.jsp?item=1562&lang=ENG&valuta_id=15&beg_day=01&beg_month=01&beg_year=2029' +
        '&end_day=26&end_month=12&end_year=2029',
    ]);
  });

  it('returns nothing from a page about another period', async () => {
    setPages(() => ({ body: nbkrHistory({ '2005-06-04': '40,9879' }), type: 'text/html' }));
    expect(await earlier('2030-01-10', '2030-01-01')).toEqual([]);
  });

  it('is requested over one connection, because it drops clients with many handshakes', async () => {
    setPages(nbkrPages({ '2028-06-01': '88,0000', '2029-06-01': '89,0000', '2030-01-08': '90,1000' }));
    await earlier('2030-01-10', '2028-02-01');
    expect(paths()).toHaveLength(3);
    expect(bank().sockets()).toBe(1);
  });
});

describe.skipIf(!HAS_RECORDINGS)(`NBKR’s recordings${WHERE_RECORDED}`, () => {
  const text = (file: string) => new TextDecoder('windows-1251').decode(readRecording(file));

  it('print 87,4500 for a Sunday', () => {
    expect(parseDaily(text('nbkr/2026-05-24.xml'))).toMatchObject({ date: '2026-05-24', printed: '87,4500' });
  });

  it('have no dollar in the weekly file', () => {
    expect(() => parseDaily(text('nbkr-weekly/2026-05-23.xml'))).toThrow('no US dollar row');
  });

  it('have four Saturdays of 2005 on the history page', () => {
    expect(parseHistory(text('nbkr-history/2005-06_USD.html')).map((it) => it.perDollar)).toEqual([
      '40.9614',
      '41.0685',
      '41.0511',
      '40.9879',
    ]);
  });
});
