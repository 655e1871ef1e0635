// publish: the frames for one selection of codes and one medium, encoded once for all listeners.
import type { Code } from '../rates/fixing.ts';
import type { Rate, ServerMessage, Snapshot, Update } from '../rates/wire.ts';

/**
 * How one kind of stream sends messages to its targets. There is one object for each kind, and no closure for each
 * listener, which would cost a kilobyte each.
 */
export interface Medium<Target> {
  readonly name: string;
  frame(message: ServerMessage): Buffer;
  /** Sends bytes in one write. Never throws: a closed target is reported by its own events. */
  write(target: Target, bytes: Buffer): void;
  /** Bytes that were written and have not been sent yet. */
  backlog(target: Target): number;
  /** Closes a target that was too slow for too long. */
  cut(target: Target): void;
}

/** The encoded frames of one selection of codes. */
export interface Channel {
  snapshot(snapshot: Snapshot): Buffer;
  /** Empty when the update touches none of the codes. */
  update(update: Update): Buffer;
}

const NOTHING = Buffer.alloc(0);

/** Creates the frames at their first use. `codes: null` = all. */
export function createChannel(
  frame: (message: ServerMessage) => Buffer,
  codes: ReadonlySet<Code> | null,
): Channel {
  // By identity: the feed returns the same object for a change as long as it keeps it.
  const updates = new WeakMap<Update, Buffer>();
  let newest: { snapshot: Snapshot; bytes: Buffer } | null = null;
  const chosen = (rates: Rate[]) => (codes === null ? rates : rates.filter((rate) => codes.has(rate.base)));

  return {
    snapshot(snapshot) {
      if (newest?.snapshot !== snapshot) {
        const { epoch, seq, asOf, rates } = snapshot;
        newest = { snapshot, bytes: frame({ type: 'snapshot', epoch, seq, asOf, rates: chosen(rates) }) };
      }
      return newest.bytes;
    },
    update(update) {
      const known = updates.get(update);
      if (known !== undefined) return known;
      const { epoch, seq, asOf } = update;
      const rates = chosen(update.rates);
      const bytes = rates.length === 0 ? NOTHING : frame({ type: 'update', epoch, seq, asOf, rates });
      updates.set(update, bytes);
      return bytes;
    },
  };
}

/** Joins frames into one write; usually there is only one frame. */
export function joined(frames: readonly Buffer[]): Buffer {
  const full = frames.filter((bytes) => bytes.length > 0);
  return full.length === 1 ? (full[0] ?? NOTHING) : Buffer.concat(full);
}
