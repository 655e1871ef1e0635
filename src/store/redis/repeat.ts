// store: repeats work with a pause after it, or sooner where that is asked for.

/** Work that is repeated until `stop`. */
export interface Repeat {
  /** Runs the work after `ms` milliseconds; of two times the sooner counts. */
  in(ms: number): void;
  stop(): void;
}

/** Runs the work `pauseMs` milliseconds after its last end. The first run needs a call of `in`. */
export function repeat(work: () => Promise<void>, pauseMs: number, monotonicMs: () => number): Repeat {
  let timer: NodeJS.Timeout | undefined;
  let dueMs = 0;
  let stopped = false;
  const plan: Repeat = {
    in(ms) {
      const at = monotonicMs() + ms;
      if (stopped || (timer !== undefined && dueMs <= at)) return;
      clearTimeout(timer);
      dueMs = at;
      timer = setTimeout(() => {
        timer = undefined;
        void work().finally(() => plan.in(pauseMs));
      }, ms);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
  return plan;
}
