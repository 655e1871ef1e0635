// serve: the number of requests of each client in a minute.
import type { Refusal } from './refusal.ts';

export interface RequestRate {
  /** Counts a request. `null` = within the limit. */
  count(key: string): Refusal | null;
  stop(): void;
}

const WINDOW_MS = 60_000;

/** A fixed window, dropped as a whole: no timer for each address, and memory for the addresses of one minute at most. */
export function createRequestRate(limit: number): RequestRate {
  let requests = new Map<string, number>();
  let windowStart = performance.now();
  const timer = setInterval(() => {
    requests = new Map();
    windowStart = performance.now();
  }, WINDOW_MS);

  return {
    count(key) {
      const count = (requests.get(key) ?? 0) + 1;
      requests.set(key, count);
      if (count <= limit) return null;
      const retryAfterS = Math.max(1, Math.ceil((windowStart + WINDOW_MS - performance.now()) / 1000));
      return { status: 429, detail: `over ${limit} requests a minute`, retryAfterS };
    },
    stop: () => clearInterval(timer),
  };
}
