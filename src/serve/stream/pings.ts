// serve: whether the peers of WebSocket streams are alive: each is pinged, and ended when it says nothing.

export const PING_S = 20;
/** Two pings went unanswered. Looked at every second, so that the dead are gone within 45. */
const DEAD_MS = 43_500;

/** What is looked at of a peer. */
export interface Pinged {
  /**
   * The second of twenty in which it is pinged. Its own for as long as it stays: its place among the others changes
   * with each that leaves, and streams that were never pinged were ended as silent while others came and went.
   */
  readonly turn: number;
  heardAt: number;
}

export interface PingActs<P> {
  ping(peer: P): void;
  /** Ends a peer that has been silent for too long. */
  end(peer: P): void;
}

/** One look a second, at the peers whose turn it is and for the dead. `second` counts up, `at` is monotonic, in milliseconds. */
export function pingRound<P extends Pinged>(
  peers: Iterable<P>,
  second: number,
  at: number,
  { ping, end }: PingActs<P>,
): void {
  for (const peer of peers) {
    if (at - peer.heardAt >= DEAD_MS) end(peer);
    else if (peer.turn === second % PING_S) ping(peer);
  }
}
