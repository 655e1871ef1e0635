// store: whether the sequence in Redis is the one that we know. Pure.
import type { Snapshot } from '../../rates/wire.ts';
import type { Head } from './records.ts';

/** Where a replica stands; `null` before it has read anything. */
export type LocalPosition = Pick<Snapshot, 'epoch' | 'seq' | 'asOf'> | null;

/**
 * Whether what stands in Redis is at least as new as what this replica shows. An older state is a Redis that has
 * lost something: it is passed over, and the leader writes it anew from memory.
 */
export function isNewer(head: Head, runId: string, shown: LocalPosition): boolean {
  if (shown === null) return true;
  if (head.epoch === shown.epoch) return head.seq >= shown.seq;
  // Another epoch that was opened on this very server is the leader's; one from elsewhere must prove its age.
  return head.runId === runId || head.asOf > shown.asOf;
}

/**
 * Whether a leader must open a new epoch: nothing is there, it was opened on another server, whose last changes this
 * one may lack, or it is behind a position that we have seen. Nothing else may: every epoch starts all listeners over.
 */
export function isEpochDue(head: Head | null, runId: string, shown: LocalPosition): boolean {
  if (head === null || shown === null || head.runId !== runId) return true;
  return head.epoch !== shown.epoch || head.seq < shown.seq;
}
