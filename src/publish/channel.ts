// publish: what the listeners of one selection of codes hear over one medium, encoded once for all of them.
import type { Code } from '../rates/fixing.ts';
import type { Rate, ServerMessage, Snapshot, Update } from '../rates/wire.ts';

/**
 * How one kind of stream carries messages to its targets. One object a kind and no closure a listener, which would
 * cost each of them a kilobyte.
 */
export interface Medium<Target> {
  readonly name: string;
  frame(message: ServerMessage): Buffer;
  /** Hands over one write. Never throws: a target that is gone tells so elsewhere. */
  write(target: Target, bytes: Buffer): void;
  /** Bytes handed over that have not left yet. */
  backlog(target: Target): number;
  /** Ends a target that was too slow for too long. */
  cut(target: Target): void;
}

export interface Channel {
  snapshot(snapshot: Snapshot): Buffer;
  /** Empty when the update touches none of the codes. */
  update(update: Update): Buffer;
}

const NOTHING = Buffer.alloc(0);

export function createChannel(
  frame: (message: ServerMessage) => Buffer,
  codes: ReadonlySet<Code> | null,
): Channel {
  // By identity: the feed hands out the same object for a change as long as it remembers it.
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

/** Several frames as one write; most often there is one. */
export function joined(frames: readonly Buffer[]): Buffer {
  const full = frames.filter((bytes) => bytes.length > 0);
  return full.length === 1 ? (full[0] ?? NOTHING) : Buffer.concat(full);
}
