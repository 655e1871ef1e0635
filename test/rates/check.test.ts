import { describe, expect, it } from 'vitest';
import { checkFixing, checkRate, checkSnapshot } from '../../src/rates/check.ts';
import type { Rate } from '../../src/rates/wire.ts';
import { fixingOf, RECORDED_TENGE, rateFor } from '../support/figures.ts';

const rate = rateFor('KGS', '87.4500');
const { change } = RECORDED_TENGE;
const changed: Rate = { ...rateFor('KZT', '475.09'), change };

describe('a rate read back', () => {
  it.each([rate, changed, rateFor('UZS', '12149.84')])('is returned as it was written', (written) => {
    const read = checkRate(JSON.parse(JSON.stringify(written)));
    expect(JSON.stringify(read)).toBe(JSON.stringify(written));
  });

  it('loses unknown fields', () => {
    expect(checkRate({ ...rate, onload: 'alert(1)' })).toEqual(rate);
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
    expect(checkRate(value)).toBeNull();
  });
});

describe('a fixing read back', () => {
  it('is returned as it was written, with a figure above zero and a power of ten as nominal', () => {
    const fixing = fixingOf('KGS', '87.45');
    expect(checkFixing(fixing)).toEqual(fixing);
    expect(checkFixing({ ...fixing, perDollar: '0' })).toBeNull();
    expect(checkFixing({ ...fixing, nominal: '7' })).toBeNull();
  });
});

describe('a snapshot read back', () => {
  const asOf = '2026-04-01T11:05:09.120Z';
  const snapshot = { epoch: 'abcdefgh', seq: 1, asOf, quote: 'USD', rates: [rate, changed] };

  it('is returned as it was written, and may be empty', () => {
    expect(JSON.stringify(checkSnapshot(snapshot))).toBe(JSON.stringify(snapshot));
    expect(checkSnapshot({ ...snapshot, rates: [] })).toEqual({ ...snapshot, rates: [] });
  });

  it.each<[string, object]>([
    ['one wrong rate', { rates: [rate, { ...changed, inverse: '47.509' }] }],
    ['an epoch of a stranger', { epoch: '../../etc' }],
    ['a fraction for a position', { seq: 1.5 }],
    ['a day for an instant', { asOf: '2026-04-01' }],
    ['another quote', { quote: 'EUR' }],
    ['no list', { rates: { 0: rate } }],
  ])('is refused with %s', (_what, wrong) => {
    expect(checkSnapshot({ ...snapshot, ...wrong })).toBeNull();
  });
});
