import { describe, expect, it } from 'vitest';
import { cbu, parseAll } from '../../../src/sources/banks/cbu.ts';
import { cbuAll, cbuPages } from '../../support/banks/documents.ts';
import { HAS_RECORDINGS, readRecording, WHERE_RECORDED } from '../../support/banks/recordings.ts';
import { useSourceReads } from '../../support/banks/source-reads.ts';

const unreadable = (message: string) => expect.objectContaining({ kind: 'source-unreadable', message });
const path = (date: string) => `/en/arkhiv-kursov-valyut/json/all/${date}/`;

describe('CBU’s list', () => {
  it('gives soum for a dollar, found by its code, and the value of the bulletin before', () => {
    expect(parseAll(cbuAll('2030-01-08', '12000.10', '-3.4'))).toMatchObject({
      code: 'UZS',
      date: '2030-01-08',
      printed: '12000.10',
      nominal: '1',
      perDollar: '12000.10',
      previousPrinted: '12003.50',
    });
    const renumbered = cbuAll('2030-01-08', '12000.10').replace('"id":69', '"id":19');
    expect(parseAll(renumbered).printed).toBe('12000.10');
  });

  it('applies the nominal', () => {
    expect(parseAll(cbuAll('2030-01-08', '120001.00', '0', '10')).perDollar).toBe('12000.100');
  });

  it.each([
    ['7.74', '11992.36'],
    ['+7.74', '11992.36'],
    ['-16.5', '12016.60'],
    ['0', '12000.10'],
    ['', null],
    ['1e3', null],
  ])('reads a difference of %j', (diff, previous) => {
    expect(parseAll(cbuAll('2030-01-08', '12000.10', diff)).previousPrinted).toBe(previous);
  });

  it('accepts figures only as strings, because a number has lost the printed digits', () => {
    const bare = cbuAll('2030-01-08', '12000.10').replaceAll('"12000.10"', '12000.1');
    // The JSON reader keeps the text of numbers, so that this must not fail.
    expect(parseAll(bare).printed).toBe('12000.1');
  });

  it.each(['12000,10', '0', '0.00', '-1', '1.2e4', '12 000.10', '', 'null'])('refuses %j', (figure) => {
    expect(() => parseAll(cbuAll('2030-01-08', figure))).toThrow(/not a figure/);
  });

  it.each([
    ['<html></html>', 'not JSON'],
    ['', 'not JSON'],
    ['{"error":"later"}', 'expected a list of rows'],
    ['[null]', 'expected a list of rows'],
    ['[[]]', 'expected a list of rows'],
  ])('refuses %j', (text, why) => {
    expect(() => parseAll(text)).toThrow(new RegExp(why));
  });

  it('refuses a list without the date or the dollar, also an empty one', () => {
    const list = cbuAll('2030-01-08', '12000.10');
    expect(() => parseAll(list.replaceAll('"Date"', '"Day"'))).toThrow(
      unreadable('the document has no date'),
    );
    expect(() => parseAll(list.replace('"USD"', '"XXX"'))).toThrow(unreadable('no US dollar row for UZS'));
    expect(() => parseAll('[]')).toThrow(unreadable('no US dollar row for UZS'));
  });
});

describe('CBU', () => {
  const { setPages, paths, newest, earlier } = useSourceReads(cbu);
  /** The bulletins of Thursday, Friday and Monday, which is set on Friday. */
  const figures = { '2030-01-10': '12000.10', '2030-01-11': '12010.20', '2030-01-14': '12020.30' };

  it('is requested by date for the next working day, which the undated list omits until midnight', async () => {
    setPages(cbuPages(figures));
    expect(await newest('2030-01-11T09:00:00Z')).toEqual(['UZS 2030-01-14 12020.30']);
    expect(paths()).toEqual([path('2030-01-14')]);
  });

  it('answers a day without a rate with the newest bulletin, under its own date', async () => {
    setPages(cbuPages({ '2030-01-11': '12010.20' }));
    expect(await newest('2030-01-12T09:00:00Z')).toEqual(['UZS 2030-01-11 12010.20']);
    expect(paths()).toHaveLength(1);
  });

  it('returns a bulletin dated a month ahead, which the guard then refuses', async () => {
    setPages(() => ({ body: cbuAll('2030-02-11', '12010.20'), type: 'application/json' }));
    expect(await newest('2030-01-11T09:00:00Z')).toEqual(['UZS 2030-02-11 12010.20']);
  });

  it('is requested with the slash at the end', async () => {
    setPages(cbuPages(figures));
    await newest('2030-01-11T09:00:00Z');
    expect(paths().every((it) => it.endsWith('/'))).toBe(true);
  });

  it('returns earlier bulletins with one request each and skips the days between', async () => {
    setPages(cbuPages(figures));
    expect(await earlier('2030-01-14', '2030-01-10')).toEqual([
      'UZS 2030-01-11 12010.20',
      'UZS 2030-01-10 12000.10',
    ]);
    expect(paths()).toEqual([path('2030-01-13'), path('2030-01-10')]);
  });

  it('ends its walk when earlier days are answered with a later one', async () => {
    setPages(() => ({ body: cbuAll('2030-01-14', '12020.30', 'none'), type: 'application/json' }));
    expect(await earlier('2030-01-14', '2030-01-11')).toEqual([]);
  });

  it('computes the bulletin before from the difference where the archive has none', async () => {
    setPages((it) => (it === path('2030-01-14') ? cbuPages({ '2030-01-14': '12020.30' })(it) : null));
    expect(await earlier('2030-01-14', '2030-01-01')).toEqual(['UZS 2030-01-11 12020.30 less -3.4']);
  });

  it('has no fixing on the holidays between two bulletins, whatever the difference is', async () => {
    setPages(cbuPages({ '2030-03-20': '12000.10', '2030-03-26': '12020.30' }));
    expect(await earlier('2030-03-26', '2030-03-21')).toEqual([]);
  });
});

describe.skipIf(!HAS_RECORDINGS)(`CBU’s recordings${WHERE_RECORDED}`, () => {
  const read = (date: string) => parseAll(readRecording(`cbu/${date}.json`).toString());

  it('print 12142.10 and 12149.84, and the second minus its difference is the first', () => {
    expect(read('2026-04-02').printed).toBe('12142.10');
    expect(read('2026-04-03')).toMatchObject({ printed: '12149.84', previousPrinted: '12142.10' });
  });
});
