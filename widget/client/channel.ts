// widget: how messages arrive: by a stream over WebSocket or SSE, or by a poll.
import { type ConnectionEnd, openConnection, type Transport } from './connection.ts';
import { createCursor } from './cursor.ts';
import type { ConnectOptions, State } from './options.ts';
import { createPoll, createSocket, createSse, type WebSocketLike } from './transports.ts';

/**
 * `onStart` receives a function that ends the connection. `onOpen` is called when the server has answered, with the state
 * that this means.
 */
export function createChannel(
  options: ConnectOptions,
  onStart: (stop: () => void) => void,
  onOpen: (state: State) => void,
) {
  const { fetch = globalThis.fetch, WebSocket = globalThis.WebSocket as WebSocketLike | undefined } = options;
  let socket = WebSocket && createSocket(WebSocket);
  const sse = createSse(fetch);
  const rates = createPoll(fetch);
  const cursor = createCursor(options);

  function read(path: string, transport: Transport, state: State): Promise<ConnectionEnd> {
    const url = cursor.addressOf(path, transport !== rates);
    const { ended, stop } = openConnection(transport, url, () => onOpen(state), cursor.accept);
    onStart(stop);
    return ended;
  }

  return {
    /** Runs one stream to its end. `isUp` returns whether a second transport may be tried. */
    async openStream(isUp: () => boolean): Promise<ConnectionEnd> {
      const end = socket && (await read('ws', socket, 'live'));
      if (end && (end.opened || !isUp())) return end;
      const other = await read('stream', sse, 'live');
      // A page's policy or a proxy blocks WebSockets. Another attempt would fail too and print another warning.
      if (other.opened) socket = undefined;
      return other;
    },
    poll: () => read('rates', rates, 'polling'),
  };
}
