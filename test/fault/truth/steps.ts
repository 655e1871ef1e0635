// fault: what may happen between two looks, in any order.
import fc from 'fast-check';

const WHAT = [
  'print',
  'jump',
  'leap',
  'lie',
  'persist',
  'mend',
  'misdate',
  'far',
  'redate',
  'stale',
  'flap',
  'slip',
  'hush',
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
  'poison',
  'siege',
] as const;

export interface Step {
  what: (typeof WHAT)[number];
  at: number;
}

// The bank's own doings and what is made of them come more often than the rest.
const OFTEN = [
  'print',
  'print',
  'print',
  'lie',
  'lie',
  'lie',
  'persist',
  'persist',
  'redate',
  'poll',
  'poll',
  'settle',
  'settle',
  'mend',
  'check',
  'check',
  'stale',
  'backfill',
  'siege',
  'siege',
  'siege',
  'siege',
  'siege',
] as const;

const step = fc.record({ what: fc.constantFrom(...WHAT, ...OFTEN), at: fc.nat(999) });

/** A bank by number, and what happens to it. */
export const histories = fc.tuple(fc.nat(3), fc.array(step, { minLength: 4, maxLength: 24 }));
