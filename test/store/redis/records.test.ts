import { describe, expect, it } from 'vitest';
import { readPollRecord, readUpdate } from '../../../src/store/redis/records.ts';
import { rateFor } from '../../support/figures.ts';
import { emptyRecord } from '../../support/redis/stores.ts';

const rate = rateFor('KGS', '87.4500');

describe('an update read from Redis', () => {
  const update = { epoch: 'abcdefgh', seq: 1, asOf: '2026-04-01T11:05:09.120Z', rates: [rate] };

  it('is accepted as a whole or not at all', () => {
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

describe('a record of polls read from Redis', () => {
  it('is refused in another shape', () => {
    for (const text of ['', 'null', '{}', '{"id":"nbk","kind":"official","held":{}}'])
      expect(readPollRecord(text)).toBeNull();
  });

  it('continues with the held figures in a report of an earlier version', () => {
    const row = { code: 'KZT', date: '2026-04-02', printed: '4750.90', nominal: '1', read: '4750.90' };
    const why = { rule: 'power-of-ten', message: 'differs by zeros', confirmedBy: [], reads: 2 };
    const since = '2026-04-01T11:00:00.000Z';
    const { report } = emptyRecord('nbk');
    const read = readPollRecord(JSON.stringify({ ...report, held: [{ ...row, ...why, since }] }));
    expect(read?.held).toEqual([
      {
        ...why,
        fixing: {
          code: 'KZT',
          date: '2026-04-02',
          printed: '4750.90',
          nominal: '1',
          perDollar: '4750.90',
          source: 'nbk',
          fetchedAt: since,
        },
        since,
        firstDate: '2026-04-02',
      },
    ]);
  });
});
