import { describe, expect, it } from 'vitest';
import { isEpochDue, isNewer } from '../../../src/store/redis/epoch.ts';

const early = '2026-04-01T10:00:00.000Z';
const late = '2026-04-01T11:00:00.000Z';
const head = { epoch: 'aaaaaaaa', seq: 7, asOf: early, runId: 'here' };
const shown = { epoch: 'aaaaaaaa', seq: 7, asOf: early };

describe('a new epoch', () => {
  it('is due on a Redis that holds none', () => {
    expect(isEpochDue(null, 'here', null)).toBe(true);
    expect(isEpochDue(null, 'here', shown)).toBe(true);
  });

  it('is due on another server, even with all changes: the last ones may lack', () => {
    expect(isEpochDue(head, 'elsewhere', shown)).toBe(true);
  });

  it('is due behind a position that is known', () => {
    expect(isEpochDue(head, 'here', { ...shown, seq: 8 })).toBe(true);
  });

  it('is not due otherwise: not at the same position, and not ahead of it', () => {
    expect(isEpochDue(head, 'here', shown)).toBe(false);
    expect(isEpochDue(head, 'here', { ...shown, seq: 6 })).toBe(false);
  });
});

describe('what stands in Redis', () => {
  it('is shown by a replica that shows nothing yet', () => {
    expect(isNewer(head, 'elsewhere', null)).toBe(true);
  });

  it('is shown from the same position on', () => {
    expect(isNewer(head, 'here', shown)).toBe(true);
    expect(isNewer(head, 'here', { ...shown, seq: 8 })).toBe(false);
  });

  it('is shown under another epoch that was opened on this server', () => {
    expect(isNewer({ ...head, epoch: 'bbbbbbbb', seq: 1 }, 'here', shown)).toBe(true);
  });

  it('is passed over when it is an older state from before a failover', () => {
    const other = { ...head, epoch: 'bbbbbbbb' };
    expect(isNewer(other, 'elsewhere', { ...shown, asOf: late })).toBe(false);
    expect(isNewer({ ...other, asOf: late }, 'elsewhere', shown)).toBe(true);
  });
});
