import { describe, expect, it } from 'vitest';
import { GUARD } from '../../src/guard/standard.ts';
import { WEEK_MUTANTS } from '../fault/truth/weeks/mutants.ts';
import { searchWeeks } from '../fault/truth/weeks/play.ts';

/** With this seed each weak guard is found early; `npm run test:fault -- truth` plays two thousand weeks of another. */
const SEED = 3;
/** With this seed the thirteenth weeks found a change that was computed over a held figure. */
const SHOCK_SEED = 5;
const LIMIT_MS = 120_000;

describe('random weeks of a bank with days off and working Saturdays', () => {
  it(
    'are shown and stored under the days of the bank, each change from the fixing before',
    async () => {
      expect(await searchWeeks(GUARD, 30, SEED)).toEqual({ played: 30, wrong: null });
    },
    LIMIT_MS,
  );

  it(
    'are shown and stored under the days of the bank also with steps that are held',
    async () => {
      expect(await searchWeeks(GUARD, 20, SHOCK_SEED, true)).toEqual({ played: 20, wrong: null });
    },
    LIMIT_MS,
  );

  it.each([...WEEK_MUTANTS])(
    'find a weak guard within fifty: %s',
    async (_name, mutant) => {
      expect((await searchWeeks(mutant, 50, SEED)).wrong).not.toBeNull();
    },
    LIMIT_MS,
  );
});
