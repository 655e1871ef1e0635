// store: decides whether the sequence in Redis is the known one. Pure.
import type { Snapshot } from '../../rates/wire.ts';
import type { Head } from './replies.ts';

/** The position of a replica; `null` before it has read anything. */
export type LocalPosition = Pick<Snapshot, 'epoch' | 'seq' | 'asOf'> | null;

/**
 * Whether the state in Redis is at least as new as that of this replica. An older state means that Redis has lost
 * changes: it is ignored, and the leader writes the state again from memory.
 */
export function isNewer(head: Head, runId: string, shown: LocalPosition): boolean {
  if (shown === null) return true;
  if (head.epoch === shown.epoch) return head.seq >= shown.seq;
  // Another epoch that was opened on this server is the leader's. One from another server counts only if it is newer.
  return head.runId === runId || head.asOf > shown.asOf;
}

/**
 * Whether a leader must open a new epoch: Redis has none; or it was opened on another server, whose last changes this
 * one may lack; or it is behind a known position. No other case opens one, because a new epoch sends a snapshot to
 * all listeners.
 */
export function isEpochDue(head: Head | null, runId: string, shown: LocalPosition): boolean {
  if (head === null || shown === null || head.runId !== runId) return true;
  return head.epoch !== shown.epoch || head.seq < shown.seq;
}
