// publish: the listeners that do not drain. They are resumed when they do, and closed after too long a time.
import { DRAINED, type Listener } from './listener.ts';

/** 16 KiB in 30 s: below half a KiB a second a new connection with a snapshot is faster than the old one. */
export const TOO_SLOW_MS = 30_000;

/** The listeners with unsent bytes. */
export interface Stalls<Target> {
  add(listener: Listener<Target>): void;
  delete(listener: Listener<Target>): void;
  /** Calls `onDrained` for each drained listener and closes each one that was too slow. `at` in milliseconds. */
  look(at: number, onDrained: (listener: Listener<Target>) => void): void;
}

/** Creates an empty list. */
export function createStalls<Target>(): Stalls<Target> {
  const stalled = new Set<Listener<Target>>();
  return {
    add: (listener) => void stalled.add(listener),
    delete: (listener) => void stalled.delete(listener),
    look(at, onDrained) {
      for (const listener of stalled) {
        const { medium } = listener.group;
        const isDrained = medium.backlog(listener.target) === 0;
        if (!isDrained && at - listener.stalledAt < TOO_SLOW_MS) continue;
        stalled.delete(listener);
        if (isDrained) {
          listener.stalledAt = DRAINED;
          onDrained(listener);
        } else medium.cut(listener.target);
      }
    },
  };
}
