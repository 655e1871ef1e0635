import { describe, expect, it } from 'vitest';
import { GUARD } from '../../src/guard/standard.ts';
import { MUTANTS } from '../fault/truth/mutants.ts';
import { searchHistories } from '../fault/truth/search.ts';

/** The seed of `npm run test:fault -- truth`, which plays ten thousand histories. */
const SEED = 20260402;
const LIMIT_MS = 120_000;

describe('a random history of a bank, its checks and this service', () => {
  it(
    'shows, stores and uses only figures that the guard has accepted, and correct ones within the hour',
    async () => {
      expect(await searchHistories(GUARD, 300, SEED)).toEqual({ played: 300, wrong: null });
    },
    LIMIT_MS,
  );

  it.each([...MUTANTS])(
    'finds a weak guard within a hundred: %s',
    async (_name, mutant) => {
      expect((await searchHistories(mutant, 100, SEED)).wrong).not.toBeNull();
    },
    LIMIT_MS,
  );
});
