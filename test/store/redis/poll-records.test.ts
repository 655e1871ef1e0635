import { describe, expect, it } from 'vitest';
import { createPollRecords } from '../../../src/store/redis/poll-records.ts';
import { emptyRecord } from '../../support/redis/stores.ts';

const polledAt = (lastPoll: string) => ({ ...emptyRecord('bank'), lastPoll });

describe('the records of polls', () => {
  it('keep a record that was written while an older state was read', () => {
    const records = createPollRecords();
    const [older, newer] = [polledAt('2026-04-01T11:00:00.000Z'), polledAt('2026-04-01T11:05:00.000Z')];
    records.keep(older);
    const learn = records.reading();
    records.keep(newer);
    learn([older, emptyRecord('other')]);
    expect(records.get('bank')).toBe(newer);
    expect(records.all()).toHaveLength(2);
    records.reading()([older]);
    expect(records.get('bank')).toBe(older);
  });
});
