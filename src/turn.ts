// A leaf: runs tasks one at a time, in the order of their calls.

/** A queue of tasks. */
export interface Turn {
  /** Runs the work after all earlier work has ended, with success or not. Returns its result or throws its error. */
  take<T>(work: () => Promise<T>): Promise<T>;
  /** Settles when all work so far has ended. Never throws. */
  idle(): Promise<void>;
}

/** Creates a queue that is empty. */
export function createTurn(): Turn {
  let last: Promise<void> = Promise.resolve();
  return {
    take(work) {
      const result = last.then(work);
      last = result.then(ignore, ignore);
      return result;
    },
    idle: () => last,
  };
}

function ignore(): void {}
