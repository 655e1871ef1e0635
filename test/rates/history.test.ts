import { describe, expect, it } from 'vitest';
import { historyCsv, historyNdjson, historyRow } from '../../src/rates/history.ts';
import { fixingOf } from '../support/figures.ts';

const row = historyRow({ ...fixingOf('KGS', '87.4500', '2026-05-23'), printed: '87,4500', source: 'nbkr' });

describe('a past fixing', () => {
  it('contains the publisher, the time of the first read, and the exact text', () => {
    expect(row).toEqual({
      date: '2026-05-23',
      rate: '0.0114351057747',
      inverse: '87.4500',
      printed: '87,4500',
      nominal: '1',
      source: 'nbkr',
      fetchedAt: '2026-04-01T11:05:09.120Z',
    });
  });

  it('quotes a printed comma', () => {
    expect(historyCsv([row]).split('\r\n')).toEqual([
      'date,rate,inverse,printed,nominal,source,fetchedAt',
      '2026-05-23,0.0114351057747,87.4500,"87,4500",1,nbkr,2026-04-01T11:05:09.120Z',
      '',
    ]);
  });

  it('has a line of its own', () => expect(historyNdjson([row, row]).split('\n')).toHaveLength(3));
});
