// serve: how often an address may guess the operators' token.

/** A person mistypes twice; five leave room for a script that was given the old token. */
const MAX_WRONG = 5;
const WINDOW_MS = 60_000;

export interface WrongTokens {
  /** Seconds for which this address is refused, whatever it sends; 0 = it may try. */
  refusedForS(address: string, nowMs: number): number;
  note(address: string, nowMs: number): void;
}

/**
 * Counts by address in a fixed window, which is forgotten whole. Who is over the limit is refused with the right token
 * too: otherwise the answer to a right guess would still tell it.
 */
export function createWrongTokens(): WrongTokens {
  let since = Number.NEGATIVE_INFINITY;
  const counts = new Map<string, number>();
  const turn = (nowMs: number) => {
    if (nowMs - since < WINDOW_MS) return;
    counts.clear();
    since = nowMs;
  };
  return {
    refusedForS(address, nowMs) {
      turn(nowMs);
      if ((counts.get(address) ?? 0) < MAX_WRONG) return 0;
      return Math.max(1, Math.ceil((since + WINDOW_MS - nowMs) / 1000));
    },
    note(address, nowMs) {
      turn(nowMs);
      counts.set(address, (counts.get(address) ?? 0) + 1);
    },
  };
}
