// widget: the position of a client in the feed. Messages that are not newer are dropped.
import type { Position, ServerMessage } from '../../src/rates/wire.ts';
import type { ConnectOptions } from './options.ts';

/** Starts at the position `from`, or before any. */
export function createCursor({ src, codes, from, onSnapshot, onUpdate }: ConnectOptions) {
  let position: Position | undefined = from;
  return {
    /** Returns the address of a stream that continues from here. Polls share one address, so that caches can answer. */
    addressOf(path: string, isStream: boolean): string {
      const url = new URL(path, String(src).replace(/\/*$/, '/'));
      const set = (name: string, value: unknown) => url.searchParams.set(name, String(value));
      if (isStream && codes) set('codes', codes);
      if (isStream && position) {
        set('epoch', position.epoch);
        set('seq', position.seq);
      }
      return url.href;
    },
    /** Passes a newer snapshot or update to the caller, and moves to its position. */
    accept(message: ServerMessage): void {
      if (!('epoch' in message)) return;
      const { type, epoch, seq } = message;
      // A lagging replica or a cache sends messages that are not newer. In another epoch only a snapshot is complete.
      if (epoch === position?.epoch ? seq <= position.seq : type !== 'snapshot') return;
      position = { epoch, seq };
      if (type === 'update') onUpdate?.(message);
      else if (type === 'snapshot')
        onSnapshot?.({
          ...message,
          rates: message.rates.filter(({ base }) => codes?.includes(base) ?? true),
        });
    },
  };
}
