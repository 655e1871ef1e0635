// serve: pings to the peers of WebSocket streams, and the end of those that do not answer.

/** Each peer is pinged once in twenty seconds. */
const PERIOD_S = 20;
/**
 * A second's pings are sent in ten parts: five hundred at once, of ten thousand peers, delayed a request by 15 ms,
 * because all are answered at once too.
 */
const PARTS = 10;
export const PART_MS = 1_000 / PARTS;
/** The number of different turns. */
export const TURNS = PERIOD_S * PARTS;
/** Two pings without an answer. It is checked every second, so a dead connection is closed within 45 s. */
const DEAD_MS = 43_500;

/** What the pings read of a peer. */
export interface Pinged {
  /**
   * The part of the period in which it is pinged, from 0 to 199. It stays the same for the whole stream. By its index
   * among the others, which changes with each peer that leaves, some peers were never pinged and were closed as silent.
   */
  readonly turn: number;
  lastSeenAt: number;
}

export interface PingActs<P> {
  /** Also called for a peer that has left within the last second. */
  ping(peer: P): void;
  /** Closes a peer that has been silent for too long. */
  end(peer: P): void;
}

/**
 * Returns the function that sends the parts of the pings that are due, for a call every `PART_MS`. Once a second it also
 * ends the silent peers. `at` is the monotonic clock, in milliseconds. The parts follow the clock and not the calls: calls
 * of a busy process come late, and its peers would be ended before their turn.
 */
export function createPings<P extends Pinged>(
  peers: Iterable<P>,
  { ping, end }: PingActs<P>,
): (at: number) => void {
  let startedAt: number | undefined;
  let sent = 0;
  let parts: P[][] = [];

  /** Only this reads all peers: ten times a second would cost ten times as much. */
  function beginSecond(at: number): void {
    const first = sent % TURNS;
    parts = Array.from({ length: PARTS }, () => []);
    for (const peer of peers) {
      if (at - peer.lastSeenAt >= DEAD_MS) end(peer);
      else parts[peer.turn - first]?.push(peer);
    }
  }

  function sendPart(at: number): void {
    if (sent % PARTS === 0) beginSecond(at);
    const part = parts[sent % PARTS] ?? [];
    parts[sent % PARTS] = [];
    sent += 1;
    for (const peer of part) ping(peer);
  }

  return (at) => {
    startedAt ??= at;
    const due = Math.floor((at - startedAt) / PART_MS) + 1;
    // After a longer pause one period is enough: it reaches every peer.
    sent = Math.max(sent, Math.floor((due - TURNS) / PARTS) * PARTS);
    while (sent < due) sendPart(at);
  };
}
