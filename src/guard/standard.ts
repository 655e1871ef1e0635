// guard: the guard as the service has it.
import { confirmationOf, standsBy } from '../rates/confirmation.ts';
import { RULES } from '../rates/guard.ts';
import type { Guard } from './decision.ts';
import { judgePast } from './past.ts';
import { trustedAmong } from './sound.ts';

export const GUARD: Guard = { rules: RULES, confirmationOf, standsBy, judgePast, trustedAmong };
