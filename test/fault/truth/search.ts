// fault: draws random histories until one has a fault.
import fc from 'fast-check';
import type { Guard } from '../../../src/guard/decision.ts';
import { playHistory } from './history.ts';
import { histories } from './steps.ts';

export interface Found {
  played: number;
  /** The first fault and its history; `null` for none. */
  wrong: { what: string; history: string } | null;
}

/** Plays `numRuns` histories with a guard. */
export async function searchHistories(guard: Guard, numRuns: number, seed: number): Promise<Found> {
  let what = '';
  const property = fc.asyncProperty(histories, async ([bank, steps]) => {
    const wrong = await playHistory(bank, steps, guard);
    if (wrong !== null) what = wrong;
    return wrong === null;
  });
  // The first one is enough: it is shortened only for a person who reads it.
  const {
    failed,
    numRuns: played,
    counterexample,
  } = await fc.check(property, { numRuns, seed, endOnFailure: true });
  return { played, wrong: failed ? { what, history: JSON.stringify(counterexample) } : null };
}
