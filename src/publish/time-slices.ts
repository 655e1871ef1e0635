// publish: divides long work into slices, between which other work runs.
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A request that arrives meanwhile waits for one slice, not for ten thousand sends. */
const SLICE_MS = 4;
/** A read of the clock costs a tenth of a send, so it is not read for each send. */
const STRIDE = 16;

/** The slices of one long task. */
export interface Slices {
  /** Called after each small step; `true` at the end of a slice: then wait for `turn`. */
  isOver(): boolean;
  turn(): Promise<void>;
}

/** Starts the first slice now. */
export function createSlices(): Slices {
  let end = performance.now() + SLICE_MS;
  let steps = 0;
  return {
    isOver() {
      steps += 1;
      return steps % STRIDE === 0 && performance.now() >= end;
    },
    async turn() {
      await nextTurn();
      end = performance.now() + SLICE_MS;
    },
  };
}
