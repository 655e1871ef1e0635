// widget: the three transports: WebSocket, SSE read through fetch, and polling.
import type { ConnectionEnd, Transport } from './connection.ts';

interface SocketEvent {
  type: string;
  data?: unknown;
  code?: number;
}

interface Socket {
  addEventListener(type: string, listener: (event: SocketEvent) => void): void;
  close(): void;
}

/** The browser's WebSocket, or the one of the package `ws`. */
export type WebSocketLike = new (url: string) => Socket;

/** Policy violation: the server's code for "do not reconnect". */
const REFUSED_CODE = 1008;

/** Reads a stream over WebSocket. */
export const createSocket =
  (WebSocket: WebSocketLike): Transport =>
  async ({ url, signal, onOpen, onText }) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url.replace('http', 'ws'));
      signal.addEventListener('abort', () => {
        socket.close();
        // A dead peer does not answer the closing handshake, so `close` may never come.
        resolve({ why: 'silent' });
      });
      socket.addEventListener('open', onOpen);
      socket.addEventListener('message', ({ data }) => {
        try {
          onText(String(data));
        } catch {
          socket.close();
        }
      });
      // For a socket that the page's policy blocks, Chromium dispatches `error` without `close`.
      socket.addEventListener('error', () => resolve({ why: 'failed' }));
      socket.addEventListener('close', ({ code }) =>
        resolve({ refused: code === REFUSED_CODE, why: `closed ${code}` }),
      );
    });

/** Reads `Retry-After` in seconds. A date is ignored: the service never sends one. */
function refusalOf({ status, headers }: Response): ConnectionEnd {
  const waitMs = Number(headers.get('retry-after')) * 1000 || 0;
  return { refused: status === 403, waitMs, why: `answered ${status}` };
}

/** Reads a stream of server-sent events. Not an `EventSource`: that hides the status of a refusal, and Node has none. */
export const createSse =
  (fetch: typeof globalThis.fetch): Transport =>
  async ({ url, signal, onOpen, onText }) => {
    const response = await fetch(url, { signal, cache: 'no-store' });
    if (!response.ok || !response.body) return refusalOf(response);
    onOpen();
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    for (let rest = ''; ; ) {
      const { done, value } = await reader.read();
      if (done) return { why: 'ended' };
      onText('');
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('data:')) onText(line.slice(5));
    }
  };

/** Requests all rates once. They are passed on as a snapshot, unless they are those of the last poll. */
export const createPoll = (fetch: typeof globalThis.fetch): Transport => {
  let etag = '';
  return async ({ url, signal, onOpen, onText }) => {
    const response = await fetch(url, { signal, headers: etag ? { 'if-none-match': etag } : {} });
    if (!response.ok && response.status !== 304) return refusalOf(response);
    onOpen();
    if (response.ok) {
      const text = await response.text();
      etag = response.headers.get('etag') ?? '';
      onText(text.replace('{', '{"type":"snapshot",'));
    }
    return { why: 'polled' };
  };
};
