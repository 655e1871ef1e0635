import { describe, expect, it } from 'vitest';
import { rateOf } from '../../../src/rates/rate.ts';
import { nbg, parseDay } from '../../../src/sources/banks/nbg.ts';
import { selectSources } from '../../../src/sources/selection.ts';
import type { Pages } from '../../support/banks/bank.ts';
import { HAS_RECORDINGS, readRecording, WHERE_RECORDED } from '../../support/banks/recordings.ts';
import { useSourceReads } from '../../support/banks/source-reads.ts';

const unreadable = (message: string) => expect.objectContaining({ kind: 'source-unreadable', message });
const path = (date: string) => `/gw/api/ct/monetarypolicy/currencies/?date=${date}`;

/** The bank's list for one day; the currency before the dollar has another quantity. */
function nbgDay(date: string, figure: string, quantity = 1): string {
  const row = (code: string, rate: string, per: number) =>
    `{"code":"${code}","quantity":${per},"rateFormated":"${rate}","rate":${Number(rate)},"diff":-0.1,"date":"${date}T13:01:00.093Z"}`;
  const rows = [row('RUB', '3.4619', 100), row('USD', figure, quantity)];
  return `[{"date":"${date}T00:00:00.000Z","currencies":[${rows.join()}]}]`;
}

/** Answers each day with the newest list that is not dated after it. */
const pages =
  (figures: Record<string, string>): Pages =>
  (asked) => {
    const day = asked.split('=')[1] ?? '';
    const date = Object.keys(figures).findLast((it) => it <= day);
    return { body: date === undefined ? '[]' : nbgDay(date, figures[date] ?? ''), type: 'application/json' };
  };

describe('NBG’s list', () => {
  it('gives lari for a dollar as the printed text, with its zeros', () => {
    expect(parseDay(nbgDay('2030-01-08', '2.6900'))).toMatchObject({
      code: 'GEL',
      date: '2030-01-08',
      printed: '2.6900',
      nominal: '1',
      perDollar: '2.6900',
    });
  });

  it('applies the quantity', () => {
    expect(parseDay(nbgDay('2030-01-08', '26.9220', 10)).perDollar).toBe('2.69220');
  });

  it.each(['2,6922', '0', '0.0000', '-2.6922', '', '2.7e0'])('refuses %j', (figure) => {
    expect(() => parseDay(nbgDay('2030-01-08', figure).replace(/"rate":[^,]*/g, '"rate":1'))).toThrow(
      /not a figure/,
    );
  });

  it.each([
    ['<html></html>', 'not JSON'],
    ['{"error":"later"}', 'expected a list of rows'],
    ['[]', 'expected one list of currencies'],
    ['[{"date":"2030-01-08T00:00:00.000Z"}]', 'expected a list of rows'],
    [nbgDay('2030-01-08', '2.6922').replace('T00:00', 'T20:00'), 'the document has no date'],
    [nbgDay('2030-01-08', '2.6922').replace('"USD"', '"XXX"'), 'no US dollar row for GEL'],
  ])('refuses %j', (text, why) => {
    expect(() => parseDay(text)).toThrow(unreadable(why));
  });

  it.skipIf(!HAS_RECORDINGS)(`is read from its recordings${WHERE_RECORDED}`, () => {
    const [before, fixing] = ['2026-03-02', '2026-03-03'].map((day) => ({
      ...parseDay(readRecording(`nbg/${day}.json`).toString('utf8')),
      source: nbg.id,
      fetchedAt: '2026-03-02T13:05:00.000Z',
    }));
    if (before === undefined || fixing === undefined) throw new Error('expected two recordings');
    expect(before).toMatchObject({ date: '2026-02-28', printed: '2.6759' });
    expect(rateOf(fixing, before, { ...nbg }, 'live')).toMatchObject({
      rate: '0.371443429166',
      inverse: '2.6922',
      date: '2026-03-03',
      change: { percent: '-0.61', previousDate: '2026-02-28' },
    });
  });
});

describe('NBG', () => {
  const { setPages, paths, newest, earlier } = useSourceReads(nbg);
  /** The bulletins of Friday, Saturday and Tuesday. */
  const figures = { '2030-01-11': '2.7100', '2030-01-12': '2.7150', '2030-01-15': '2.7200' };

  it('is requested for tomorrow, and answers with the bulletin in force until tomorrow’s is set', async () => {
    setPages(pages(figures));
    expect(await newest('2030-01-13T15:00:00Z')).toEqual(['GEL 2030-01-12 2.7150']);
    expect(await newest('2030-01-14T15:00:00Z')).toEqual(['GEL 2030-01-15 2.7200']);
    expect(paths()).toEqual([path('2030-01-14'), path('2030-01-15')]);
  });

  it('returns earlier bulletins with one request each and skips the carries', async () => {
    setPages(pages(figures));
    expect(await earlier('2030-01-15', '2030-01-11')).toEqual([
      'GEL 2030-01-12 2.7150',
      'GEL 2030-01-11 2.7100',
    ]);
    expect(paths()).toEqual([path('2030-01-14'), path('2030-01-11')]);
  });

  it('is served only where it is selected, then also by the demo and the cross-check', () => {
    const codes = (...ids: string[]) => [...selectSources(ids, new Map(), new Map()).publisherOf.keys()];
    expect(codes('nbkr', 'nbg', 'cbr')).toEqual(['KGS', 'GEL', 'KZT', 'TJS', 'UZS', 'TMT']);
    expect(codes('demo', 'nbg')).toEqual(['KGS', 'KZT', 'TJS', 'UZS', 'TMT', 'GEL']);
    expect(codes('demo')).toEqual(['KGS', 'KZT', 'TJS', 'UZS', 'TMT']);
  });
});
