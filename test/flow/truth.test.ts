import { describe, expect, it } from 'vitest';
import { GUARD } from '../../src/guard/standard.ts';
import { MUTANTS } from '../fault/truth/mutants.ts';
import { searchHistories } from '../fault/truth/search.ts';

/** As `npm run test:fault -- truth` draws them, which plays ten thousand. */
const SEED = 20260402;
const LIMIT_MS = 120_000;

describe('a random history of a bank, its checks and this service', () => {
  it(
    'shows, keeps and uses nothing that the guard has not passed, and what is honest within the hour',
    async () => {
      expect(await searchHistories(GUARD, 300, SEED)).toEqual({ played: 300, wrong: null });
    },
    LIMIT_MS,
  );

  it.each([...MUTANTS])(
    'finds a guard out within a hundred: %s',
    async (_name, mutant) => {
      expect((await searchHistories(mutant, 100, SEED)).wrong).not.toBeNull();
    },
    LIMIT_MS,
  );
});
