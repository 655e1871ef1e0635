// serve: pings to the peers of WebSocket streams, and the end of those that do not answer.

export const PING_S = 20;
/** Two pings without an answer. It is checked every second, so a dead connection is closed within 45 s. */
const DEAD_MS = 43_500;

/** The part of a peer that a round of pings reads. */
export interface Pinged {
  /**
   * The second of twenty in which it is pinged. It stays the same for the whole stream. By its index among the others,
   * which changes with each peer that leaves, some peers were never pinged and were closed as silent.
   */
  readonly turn: number;
  lastSeenAt: number;
}

export interface PingActs<P> {
  ping(peer: P): void;
  /** Closes a peer that has been silent for too long. */
  end(peer: P): void;
}

/**
 * Called once a second: pings the peers whose turn it is, and ends the silent ones. `second` counts up. `at` is the
 * monotonic clock, in milliseconds.
 */
export function pingRound<P extends Pinged>(
  peers: Iterable<P>,
  second: number,
  at: number,
  { ping, end }: PingActs<P>,
): void {
  for (const peer of peers) {
    if (at - peer.lastSeenAt >= DEAD_MS) end(peer);
    else if (peer.turn === second % PING_S) ping(peer);
  }
}
