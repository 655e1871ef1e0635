// store: one piece of work at a time, in the order in which they were asked for.

export interface Turn {
  /** Does the work once all work before it has ended, well or not. Answers and throws what the work does. */
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
