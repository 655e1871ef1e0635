// publish: a sign of life for listeners to which nothing else was sent, with the position they were served up to.
import type { Delivery } from './delivery.ts';
import { DRAINED, type Groups } from './listener.ts';
import { createSlices } from './time-slices.ts';

/** Browsers and proxies cut idle connections after 30 to 60 s, and clients call 45 s of silence dead. */
export const HEARTBEAT_MS = 15_000;

/** Returns one round over all listeners. A round that is called while one runs does nothing. `at` in milliseconds. */
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
        // A stalled listener has bytes on their way already.
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
