// A leaf: runs tasks one at a time, in the order of their calls.

export interface Turn {
  /** Runs the work after all earlier work has ended, with success or not. Returns its result or throws its error. */
  take<T>(work: () => Promise<T>): Promise<T>;
}

export function createTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return {
    take(work) {
      const result = last.then(work);
      last = result.catch(() => {});
      return result;
    },
  };
}
