// guard: the complete guard, as the service uses it.
import { isDateKnown } from '../rates/fixing.ts';
import { confirmationOf, isConfirmedByNext } from './confirmation.ts';
import type { Guard } from './decision.ts';
import { judgePast } from './past.ts';
import { RULES } from './rules.ts';
import { trustedAmong } from './sound.ts';
import { previousOf } from './succession.ts';

/** All checks. */
export const GUARD: Guard = {
  rules: RULES,
  confirmationOf,
  isConfirmedByNext,
  judgePast,
  trustedAmong,
  isDateKnown,
  previousOf,
};
