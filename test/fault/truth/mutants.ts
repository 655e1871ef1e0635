// fault: the guard with one check switched off. The histories must find each of these.

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
 * Found by no history: the store also refuses a figure that is not positive, because it could not be read back. Both
 * checks have their own test.
 */
const GUARDED_TWICE = new Set(['not-positive']);

export const MUTANTS: ReadonlyMap<string, Guard> = new Map<string, Guard>([
  ...[...new Set(GUARD.rules.map(({ name }) => name))]
    .filter((name) => !GUARDED_TWICE.has(name))
    .map(withoutRule),
  [
    'with a cross-check that confirms any figure near to it',
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
    'with confirmation after one read',
    {
      ...GUARD,
      confirmationOf: ({ confirmedBy }) => (confirmedBy.includes('still-printed') ? 'still-printed' : null),
    },
  ],
  [
    'with confirmation by any next bulletin',
    {
      ...GUARD,
      isConfirmedByNext: (next, held, { band }) =>
        held.confirmedBy.includes('next-bulletin') &&
        next.date > held.fixing.date &&
        keepsLevel(next, held, band),
    },
  ],
  [
    'with an archive that is not judged',
    { ...GUARD, judgePast: (run) => ({ accepted: [...run], leftOut: [] }) },
  ],
  ['with stored fixings that are not judged', { ...GUARD, trustedAmong: (kept) => [...kept] }],
]);
