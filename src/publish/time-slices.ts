// publish: long work cut into pieces between which everything else gets its turn.
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A request that comes meanwhile waits for one of these, not for ten thousand sends. */
const SLICE_MS = 4;
/** The clock costs as much as a tenth of a send, so that it is not read for each. */
const STRIDE = 16;

export interface Slices {
  /** Called after each small step; `true` when it is somebody else's turn: then wait for `turn`. */
  isOver(): boolean;
  turn(): Promise<void>;
}

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
