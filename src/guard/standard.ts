// guard: the guard as the service has it.
import { confirmationOf, standsBy } from './confirmation.ts';
import type { Guard } from './decision.ts';
import { judgePast } from './past.ts';
import { RULES } from './rules.ts';
import { trustedAmong } from './sound.ts';

export const GUARD: Guard = { rules: RULES, confirmationOf, standsBy, judgePast, trustedAmong };
