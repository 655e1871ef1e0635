// serve: limits how often an address may send a wrong operators' token.

/** Enough for a person who mistypes twice and for a script that still has the old token. */
const MAX_WRONG = 5;
const WINDOW_MS = 60_000;

export interface WrongTokens {
  /** Seconds for which every request of this address is refused; 0 = admitted. */
  refusedForS(address: string, nowMs: number): number;
  note(address: string, nowMs: number): void;
}

/**
 * Counts by address in a fixed window, which is dropped as a whole. An address over the limit is refused with the right
 * token too: otherwise an attacker could go on guessing and would see which guess is right.
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
