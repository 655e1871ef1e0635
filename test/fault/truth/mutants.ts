// fault: the guard with one question switched off. A ring that does not notice proves nothing.

import { keepsLevel } from '../../../src/guard/confirmation.ts';
import type { Guard } from '../../../src/guard/decision.ts';
import { AGREEMENT } from '../../../src/guard/rules.ts';
import { GUARD } from '../../../src/guard/standard.ts';
import { isNear } from '../../../src/rates/distance.ts';

const withoutRule = (name: string): [string, Guard] => [
  `without the rule ${name}`,
  { ...GUARD, rules: GUARD.rules.filter((rule) => rule.name !== name) },
];

/**
 * Seen by no history: the store refuses a figure that is not positive as well, because it could not be read back.
 * Both have a test of their own.
 */
const GUARDED_TWICE = new Set(['not-positive']);

export const MUTANTS: ReadonlyMap<string, Guard> = new Map<string, Guard>([
  ...[...new Set(GUARD.rules.map(({ name }) => name))]
    .filter((name) => !GUARDED_TWICE.has(name))
    .map(withoutRule),
  [
    'with a cross-check that confirms whatever it is near to',
    {
      ...GUARD,
      confirmationOf: (held, { checks }, now) => GUARD.confirmationOf(held, { checks, shown: null }, now),
    },
  ],
  [
    'with no cross-check that contradicts a figure that is still printed',
    {
      ...GUARD,
      confirmationOf(held, { checks, shown }, now) {
        const near = checks.filter((it) => isNear(it.perDollar, held.fixing.perDollar, AGREEMENT));
        return GUARD.confirmationOf(held, { checks: near, shown }, now);
      },
    },
  ],
  [
    'with one read that is enough',
    {
      ...GUARD,
      confirmationOf: ({ confirmedBy }) => (confirmedBy.includes('still-printed') ? 'still-printed' : null),
    },
  ],
  [
    'with any next bulletin that is enough',
    {
      ...GUARD,
      isConfirmedByNext: (next, held, { band }) =>
        held.confirmedBy.includes('next-bulletin') &&
        next.date > held.fixing.date &&
        keepsLevel(next, held, band),
    },
  ],
  [
    'with a past that is believed as it is printed',
    { ...GUARD, judgePast: (run) => ({ accepted: [...run], leftOut: [] }) },
  ],
  ['with a store that is believed as it is kept', { ...GUARD, trustedAmong: (kept) => [...kept] }],
]);
