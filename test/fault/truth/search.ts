// fault: draws histories until one is wrong.
import fc from 'fast-check';
import type { Guard } from '../../../src/guard/decision.ts';
import { playHistory } from './history.ts';
import { histories } from './steps.ts';

export interface Found {
  played: number;
  /** What was wrong first, and the history in which it was; `null` for nothing. */
  wrong: { what: string; history: string } | null;
}

/** Plays so many histories against a guard. */
export async function searchHistories(guard: Guard, numRuns: number, seed: number): Promise<Found> {
  let what = '';
  const property = fc.asyncProperty(histories, async ([bank, steps]) => {
    const wrong = await playHistory(bank, steps, guard);
    if (wrong !== null) what = wrong;
    return wrong === null;
  });
  // The first one is enough: made shorter it is when a person looks at it.
  const {
    failed,
    numRuns: played,
    counterexample,
  } = await fc.check(property, { numRuns, seed, endOnFailure: true });
  return { played, wrong: failed ? { what, history: JSON.stringify(counterexample) } : null };
}
