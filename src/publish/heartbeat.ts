// publish: the heartbeat for listeners without other messages, with the position up to which they got changes.
import type { Delivery } from './delivery.ts';
import { DRAINED, type Groups } from './listener.ts';
import { createSlices } from './time-slices.ts';

/**
 * Browsers and proxies close idle connections after 30 to 60 s, and clients reconnect after 45 s without a message.
 */
export const HEARTBEAT_MS = 15_000;

/**
 * Returns the function that runs one round over all listeners. A call during a round does nothing. `at` in
 * milliseconds.
 */
export function createHeartbeat<Target>(
  groups: Groups<Target>,
  delivery: Delivery<Target>,
): (at: number, now: Date) => Promise<void> {
  let isRunning = false;

  async function round(at: number, now: Date): Promise<void> {
    const slices = createSlices();
    const time = now.toISOString();
    for (const { medium, listeners } of groups) {
      let frame: { seq: number; bytes: Buffer } = { seq: -1, bytes: Buffer.alloc(0) };
      for (const listener of listeners) {
        const { epoch, seq } = listener;
        // A stalled listener has unsent bytes already.
        if (listener.stalledAt !== DRAINED) continue;
        if (delivery.isLost(listener)) delivery.sendSnapshot(listener, at);
        else if (at - listener.sentAt >= HEARTBEAT_MS) {
          if (frame.seq !== seq)
            frame = { seq, bytes: medium.frame({ type: 'heartbeat', epoch, seq, time }) };
          delivery.send(listener, frame.bytes, at);
        }
        if (slices.isOver()) await slices.turn();
      }
    }
  }

  return async (at, now) => {
    if (isRunning) return;
    isRunning = true;
    await round(at, now);
    isRunning = false;
  };
}
