import { describe, expect, it } from 'vitest';
import { readPollRecord, readUpdate } from '../../../src/store/redis/replies.ts';
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
  it('is read as it was written, and refused in another shape', () => {
    const record = emptyRecord('nbk');
    expect(readPollRecord(JSON.stringify(record))).toEqual(record);
    for (const text of ['', 'null', '{}', '{"id":"nbk","kind":"official","held":{}}'])
      expect(readPollRecord(text)).toBeNull();
  });
});
