import { describe, expect, it } from 'vitest';
import { isEpochDue, isNewer } from '../../../src/store/redis/epoch.ts';

const early = '2026-04-01T10:00:00.000Z';
const late = '2026-04-01T11:00:00.000Z';
const head = { epoch: 'aaaaaaaa', seq: 7, asOf: early, runId: 'here' };
const shown = { epoch: 'aaaaaaaa', seq: 7, asOf: early };

describe('a new epoch', () => {
  it('is due on a Redis without one', () => {
    expect(isEpochDue(null, 'here', null)).toBe(true);
    expect(isEpochDue(null, 'here', shown)).toBe(true);
  });

  it('is due on another server, even with all known changes: others may be missing', () => {
    expect(isEpochDue(head, 'elsewhere', shown)).toBe(true);
  });

  it('is due when Redis is behind a known position', () => {
    expect(isEpochDue(head, 'here', { ...shown, seq: 8 })).toBe(true);
  });

  it('is not due at the known position or ahead of it', () => {
    expect(isEpochDue(head, 'here', shown)).toBe(false);
    expect(isEpochDue(head, 'here', { ...shown, seq: 6 })).toBe(false);
  });
});

describe('the state in Redis', () => {
  it('is adopted by a replica without a state', () => {
    expect(isNewer(head, 'elsewhere', null)).toBe(true);
  });

  it('is adopted from the same position on', () => {
    expect(isNewer(head, 'here', shown)).toBe(true);
    expect(isNewer(head, 'here', { ...shown, seq: 8 })).toBe(false);
  });

  it('is adopted under another epoch that was opened on this server', () => {
    expect(isNewer({ ...head, epoch: 'bbbbbbbb', seq: 1 }, 'here', shown)).toBe(true);
  });

  it('is ignored when it is older, as after a failover', () => {
    const other = { ...head, epoch: 'bbbbbbbb' };
    expect(isNewer(other, 'elsewhere', { ...shown, asOf: late })).toBe(false);
    expect(isNewer({ ...other, asOf: late }, 'elsewhere', shown)).toBe(true);
  });
});
