import { describe, expect, it } from 'vitest';
import { checkPollRecord } from '../../src/store/poll-record.ts';
import { EARLIER_RECORDS, READ } from '../support/redis/earlier-records.ts';

describe('a record of an earlier version', () => {
  it.each(EARLIER_RECORDS)('is continued with its held figures: %s', (_version, text) =>
    expect(checkPollRecord(JSON.parse(text))).toEqual(READ),
  );

  it('is refused when its held figures cannot be read', () => {
    const [, text = ''] = EARLIER_RECORDS[1] ?? [];
    expect(checkPollRecord({ ...JSON.parse(text), held: [{}] })).toBeNull();
  });
});
