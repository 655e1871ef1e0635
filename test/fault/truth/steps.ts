// fault: the steps of a history, in random order.
import fc from 'fast-check';

const WHAT = [
  'print',
  'jump',
  'leap',
  'misprint',
  'persist',
  'restore',
  'misdate',
  'far',
  'redate',
  'stale',
  'alternate',
  'damage',
  'silence',
  'check',
  'poll',
  'settle',
  'wait',
  'restart',
  'failover',
  'backfill',
  'full',
  'freed',
  'archive',
  'keepUnjudged',
  'insist',
] as const;

export interface Step {
  what: (typeof WHAT)[number];
  at: number;
}

// Publications and polls come more often than the other steps.
const OFTEN = [
  'print',
  'print',
  'print',
  'misprint',
  'misprint',
  'misprint',
  'persist',
  'persist',
  'redate',
  'poll',
  'poll',
  'settle',
  'settle',
  'restore',
  'check',
  'check',
  'stale',
  'backfill',
  'insist',
  'insist',
  'insist',
  'insist',
  'insist',
] as const;

const step = fc.record({ what: fc.constantFrom(...WHAT, ...OFTEN), at: fc.nat(999) });

/** A bank by its number, and the steps of its history. */
export const histories = fc.tuple(fc.nat(3), fc.array(step, { minLength: 4, maxLength: 24 }));
