// fault: the guard without one check of the days. The weeks must find each of these.
import type { Guard } from '../../../../src/guard/decision.ts';
import { GUARD } from '../../../../src/guard/standard.ts';

export const WEEK_MUTANTS: ReadonlyMap<string, Guard> = new Map<string, Guard>([
  [
    'with a weekend’s bulletin that is always the working day’s figure',
    { ...GUARD, isDateKnown: () => true },
  ],
  [
    'with a weekend that counts as watched',
    { ...GUARD, previousOf: (fixing, known, calendar) => GUARD.previousOf(fixing, known, calendar, true) },
  ],
  [
    'with a change across missing days',
    { ...GUARD, previousOf: (fixing, known) => known.findLast((it) => it.date < fixing.date) ?? null },
  ],
]);
