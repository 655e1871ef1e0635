// widget: where a listener stands in the feed, and what is news to it.
import type { Position, ServerMessage } from '../../src/rates/wire.ts';
import type { ConnectOptions } from './feed.ts';

export function createPlace({ src, codes, from, onSnapshot, onUpdate }: ConnectOptions) {
  let position: Position | undefined = from;
  return {
    /** Of a stream that goes on from here; a poll has all, at one address, so that caches answer most of them. */
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
    take(message: ServerMessage): void {
      if (!('epoch' in message)) return;
      const { type, epoch, seq } = message;
      // Not newer: a replica that lags, or a cached answer. Of another epoch: only a snapshot tells the whole.
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
