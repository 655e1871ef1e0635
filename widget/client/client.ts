// widget: the feed of the strip for other programs. Exported as silk-ticker/client.
import type { Position } from '../../src/rates/wire.ts';
import { subscribe } from './feed.ts';
import type { ConnectOptions, SnapshotMessage, Subscription, UpdateMessage } from './options.ts';
import { createQueue } from './queue.ts';

export type {
  Change,
  Cross,
  Position,
  Rate,
  ServerMessage,
  SourceRef,
  Status,
} from '../../src/rates/wire.ts';
export type { ConnectOptions, SnapshotMessage, State, UpdateMessage } from './options.ts';
export type { WebSocketLike } from './transports.ts';

/**
 * Delivers every snapshot and update to `for await`. Leaving the loop closes the connection. If there are callbacks
 * too, a loop gets the messages that arrive after it has started.
 */
export interface Connection extends Subscription, AsyncIterable<SnapshotMessage | UpdateMessage> {}

/**
 * Follows the rates of a service until `close()`. Network failures are reported by `onState` and never thrown. Throws a
 * TypeError if `src` is not an absolute address with http or https.
 */
export function connect(options: ConnectOptions): Connection {
  const { src, codes, onSnapshot, onUpdate } = options;
  // An invalid address throws here. Thrown later, the error would end a Node process as an unhandled rejection.
  if (!isWebAddress(src))
    throw new TypeError(`src: must be an http or https address like https://rates.example, not ${src}`);
  const queue = createQueue<SnapshotMessage | UpdateMessage>(!onSnapshot && !onUpdate, () => {
    feed.close();
    feed = start(undefined);
  });
  const start = (from: Position | undefined) =>
    subscribe({
      ...options,
      codes: codes?.map((code) => code.toUpperCase()),
      from,
      onSnapshot(message) {
        queue.push(message);
        onSnapshot?.(message);
      },
      onUpdate(message) {
        queue.push(message);
        onUpdate?.(message);
      },
    });
  let feed = start(options.from);

  function close(): void {
    feed.close();
    queue.end();
  }
  return {
    get state() {
      return feed.state;
    },
    rest: () => feed.rest(),
    wake: () => feed.wake(),
    close,
    async *[Symbol.asyncIterator]() {
      try {
        yield* queue.drain();
      } finally {
        close();
      }
    },
  };
}

function isWebAddress(src: string | URL): boolean {
  try {
    return /^https?:$/.test(new URL(src).protocol);
  } catch {
    return false;
  }
}
