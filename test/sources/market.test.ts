import { describe, expect, it } from 'vitest';
import { parseDollar } from '../../src/sources/markets/fawazahmed0.ts';
import { parseLatest } from '../../src/sources/markets/oxr.ts';
import { readJson } from '../../src/sources/reading/json.ts';
import { HAS_RECORDINGS, readRecording, WHERE_RECORDED } from '../support/banks/recordings.ts';
import { FIVE as CODES } from '../support/figures.ts';

const rates = '"KGS":87.45685030,"KZT":475.09,"TJS":9.3371,"UZS":12149.84,"TMT":3.5';
const latest = (more = '') => `{"timestamp":1775062800,"base":"USD",${more}"rates":{${rates}}}`;
const dollar = (figures = rates.toLowerCase()) =>
  `{"date":"2026-09-28","usd":{"1inch":10.09842854,${figures}}}`;
const printed = (bulletins: { code: string; printed: string }[]) =>
  bulletins.map((it) => `${it.code} ${it.printed}`);

const FIVE = ['KGS 87.45685030', 'KZT 475.09', 'TJS 9.3371', 'UZS 12149.84', 'TMT 3.5'];

describe('a document with bare numbers', () => {
  it('keeps every digit that was sent', () => {
    expect(readJson('[87.45685030, 0.1000000000000000055511151231257827, 1e400, "x"]')).toEqual([
      '87.45685030',
      '0.1000000000000000055511151231257827',
      '1e400',
      'x',
    ]);
  });

  it.each(['', '{"a":1', '<html>', '[1,]', '{"a":01}'])('refuses %j', (text) =>
    expect(() => readJson(text)).toThrow('not JSON'),
  );
});

describe('Open Exchange Rates', () => {
  it('gives the five codes under the UTC day of their time', () => {
    const bulletins = parseLatest(latest(), CODES);
    expect(printed(bulletins)).toEqual(FIVE);
    expect(new Set(bulletins.map((it) => it.date))).toEqual(new Set(['2026-04-01']));
  });

  it.each([
    [latest().replace('"USD"', '"EUR"'), 'expected figures for one dollar'],
    [latest().replace('1775062800', '"soon"'), 'no time'],
    [latest().replace('475.09', '-475.09'), 'not a figure'],
    [latest().replace('475.09', '4.7e2'), 'not a figure'],
    [latest().replace('"KZT"', '"KZX"'), 'no US dollar row for KZT'],
    ['{"error":true,"status":401}', 'expected figures for one dollar'],
  ])('refuses %s', (text, why) => expect(() => parseLatest(text, CODES)).toThrow(why));
});

describe('the currency-api package', () => {
  it('gives the five codes under the file’s date', () => {
    const bulletins = parseDollar(dollar(), CODES);
    expect(printed(bulletins)).toEqual(FIVE);
    expect(bulletins[0]?.date).toBe('2026-09-28');
  });

  it.each([
    [dollar().replace('2026-09-28', '2026-09-31'), 'no date'],
    [dollar().replace('87.45685030', '0'), 'not a figure'],
    [dollar().replace('"usd"', '"eur"'), 'no figures for the dollar'],
  ])('refuses %s', (text, why) => expect(() => parseDollar(text, CODES)).toThrow(why));

  it.skipIf(!HAS_RECORDINGS)(`is read from its recordings${WHERE_RECORDED}`, () => {
    const bulletins = parseDollar(readRecording('fawazahmed0/2026-09-28.usd.json').toString('utf8'), CODES);
    expect(bulletins.map((it) => it.code)).toEqual(CODES);
    expect(bulletins[0]).toMatchObject({ date: '2026-09-28', printed: '87.4568503' });
  });
});
