import { expect, it } from 'vitest';
import type { Fixing } from '../../src/rates/fixing.ts';
import { rateOf } from '../../src/rates/rate.ts';
import { csvText, ndjsonText, stripText } from '../../src/rates/text.ts';

const source = { id: 'nbkr', name: 'Bank, National', kind: 'official' as const, url: '' };
const fixing = (code: string, perDollar: string): Fixing => ({
  code,
  date: '2026-05-23',
  printed: perDollar,
  nominal: '1',
  perDollar,
  source: 'nbkr',
  fetchedAt: '2026-05-22T10:21:00.000Z',
});

const kgs = rateOf(fixing('KGS', '87.4500'), fixing('KGS', '87.4500'), source, 'live');
const tjs = rateOf(fixing('TJS', '9.3450'), fixing('TJS', '9.3271'), source, 'live');
const uzs = rateOf(fixing('UZS', '12149.84'), null, source, 'live');

it('prints the classic strip: no sign on zero, a dash where no change is known', () => {
  expect(stripText([kgs, tjs, uzs], { decimals: 5 })).toBe(
    'KGS/USD = 0.01144 0%\nTJS/USD = 0.10701 -0.19%\nUZS/USD = 0.00008 —\n',
  );
});

it('prints five significant digits by default', () => {
  expect(stripText([uzs], {})).toBe('UZS/USD = 0.000082306 —\n');
  expect(stripText([uzs], { digits: 8 })).toBe('UZS/USD = 0.000082305611 —\n');
});

it('prints a table with an empty cell where no change is known', () => {
  expect(csvText([uzs], {})).toBe(
    'pair,rate,percent,inverse,date,source,kind,status,fetchedAt\r\n' +
      'UZS/USD,0.0000823056106089,,12149.84,2026-05-23,nbkr,official,live,2026-05-22T10:21:00.000Z\r\n',
  );
});

it('prints one JSON object a line', () => {
  const lines = ndjsonText([kgs, tjs], {}).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).pair)).toEqual(['KGS/USD', 'TJS/USD']);
});
