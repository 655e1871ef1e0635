import { describe, expect, it } from 'vitest';
import type { Rate } from '../../../src/rates/wire.ts';
import { readFixing, readRate, readReport, readUpdate } from '../../../src/store/redis/records.ts';
import { fixingOf, RECORDED_TENGE, rateFor } from '../../support/figures.ts';

const rate = rateFor('KGS', '87.4500');
const { change } = RECORDED_TENGE;
const changed: Rate = { ...rateFor('KZT', '475.09'), change };

describe('a rate read from Redis', () => {
  it.each([rate, changed, rateFor('UZS', '12149.84')])('is taken as it was written', (written) => {
    const read = readRate(JSON.parse(JSON.stringify(written)));
    expect(JSON.stringify(read)).toBe(JSON.stringify(written));
  });

  it('loses what does not belong to it', () => {
    expect(readRate({ ...rate, onload: 'alert(1)' })).toEqual(rate);
  });

  it.each<[string, unknown]>([
    ['no object', null],
    ['a list', [rate]],
    ['a number for a figure', { ...rate, rate: 0.0114 }],
    ['an exponent', { ...rate, rate: '1.14e-2' }],
    ['not a number', { ...rate, rate: 'NaN' }],
    ['a sign', { ...rate, rate: '-0.0114351057747' }],
    ['zero', { ...rate, rate: '0', display: '0.0000', inverse: '0' }],
    ['a thousand digits', { ...rate, rate: '1'.repeat(1_000) }],
    ['another figure than the printed one', { ...rate, rate: '0.114351057747' }],
    ['a display that tells another', { ...rate, display: '0.012435' }],
    ['another pair', { ...rate, pair: 'KZT/USD' }],
    ['another quote', { ...rate, quote: 'EUR' }],
    ['markup for a code', { ...rate, base: '<b>', pair: '<b>/USD' }],
    ['a day that does not exist', { ...rate, date: '2026-02-30' }],
    ['a status of its own', { ...rate, status: 'excellent' }],
    ['no time', { ...rate, fetchedAt: 'yesterday' }],
    ['a script for an address', { ...rate, source: { ...rate.source, url: 'javascript:alert(1)' } }],
    ['a source without a kind', { ...rate, source: { ...rate.source, kind: 'rumour' } }],
    ['a change of another step', { ...changed, change: { ...change, previous: '0.00308868559016' } }],
    ['a change without a day', { ...changed, change: { ...change, previousDate: '' } }],
    ['nothing known of its change', { ...rate, change: undefined }],
  ])('is refused with %s', (_what, value) => {
    expect(readRate(value)).toBeNull();
  });
});

describe('an update read from Redis', () => {
  const update = { epoch: 'abcdefgh', seq: 1, asOf: '2026-04-01T11:05:09.120Z', rates: [rate] };

  it('is taken whole or not at all', () => {
    expect(readUpdate(JSON.stringify(update))).toEqual(update);
    expect(readUpdate(JSON.stringify({ ...update, rates: [rate, { ...rate, rate: '1' }] }))).toBeNull();
  });

  it.each([
    'not JSON',
    '{"__proto__":{"epoch":"abcdefgh"}}',
    undefined,
    JSON.stringify({ ...update, epoch: '../../etc' }),
    JSON.stringify({ ...update, seq: 1.5 }),
    JSON.stringify({ ...update, seq: 1e300 }),
    JSON.stringify({ ...update, rates: [] }),
  ])('is refused as %s', (text) => expect(readUpdate(text)).toBeNull());
});

describe('a fixing and a report read from Redis', () => {
  it('are taken as they were written', () => {
    const fixing = fixingOf('KGS', '87.45');
    expect(readFixing(fixing)).toEqual(fixing);
    expect(readFixing({ ...fixing, perDollar: '0' })).toBeNull();
    expect(readFixing({ ...fixing, nominal: '7' })).toBeNull();
  });

  it('are refused in another shape', () => {
    for (const text of ['', 'null', '{}', '{"id":"nbk","kind":"official","held":{}}'])
      expect(readReport(text)).toBeNull();
  });
});
