// publish: sends a change to every listener, in slices between which requests are answered.
import type { Update } from '../rates/wire.ts';
import { joined } from './channel.ts';
import type { Delivery } from './delivery.ts';
import type { Groups } from './listener.ts';
import { createSlices } from './time-slices.ts';

export interface FanOutDeps<Target> {
  groups: Groups<Target>;
  delivery: Delivery<Target>;
  /** Milliseconds of a monotonic clock. */
  monotonicMs(): number;
  /** Called with the number of writes after each fan-out. */
  onSent(writes: number): void;
}

/** Returns the function that sends a change. Changes of the same turn, or during a fan-out, are sent in one write. */
export function createFanOut<Target>(deps: FanOutDeps<Target>): (update: Update) => void {
  const { groups, delivery, monotonicMs, onSent } = deps;
  let pending: Update[] = [];
  let isSending = false;

  /** Sends updates of one epoch, in order. */
  async function deliver(updates: readonly Update[]): Promise<void> {
    const slices = createSlices();
    const at = monotonicMs();
    const { seq: first = 0 } = updates[0] ?? {};
    const { epoch, seq: last = 0 } = updates.at(-1) ?? {};
    let writes = 0;
    for (const { channel, listeners } of groups) {
      const frames = updates.map((update) => channel.update(update));
      const all = joined(frames);
      for (const listener of listeners) {
        const { seq } = listener;
        if (listener.epoch !== epoch) {
          // Its position belongs to another epoch: it gets a snapshot, unless it got one during this fan-out.
          if (delivery.isLost(listener) && delivery.isReady(listener, at))
            delivery.sendSnapshot(listener, at);
        } else if (seq < last && delivery.isReady(listener, at)) {
          // A listener that joined between two of these updates has the first ones in its snapshot.
          const bytes = seq < first ? all : joined(frames.filter((_, i) => (updates[i]?.seq ?? 0) > seq));
          listener.seq = last;
          if (bytes.length > 0) {
            delivery.send(listener, bytes, at);
            writes += 1;
          }
        }
        if (slices.isOver()) await slices.turn();
      }
    }
    onSent(writes);
  }

  async function deliverPending(): Promise<void> {
    while (pending.length > 0) {
      const { epoch } = pending.at(-1) ?? {};
      const updates = pending.filter((update) => update.epoch === epoch);
      pending = [];
      await deliver(updates);
    }
    isSending = false;
  }

  return (update) => {
    pending.push(update);
    if (isSending) return;
    isSending = true;
    setImmediate(() => void deliverPending());
  };
}
