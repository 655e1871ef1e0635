// widget: the three ways to the server: WebSocket, SSE read through fetch, and polling.
import type { Carry, End } from './line.ts';

interface SocketEvent {
  type: string;
  data?: unknown;
  code?: number;
}

interface Socket {
  addEventListener(type: string, listener: (event: SocketEvent) => void): void;
  close(): void;
}

/** The browser's WebSocket, or that of `ws`. */
export type WebSocketLike = new (url: string) => Socket;

/** Policy violation: the server's word for "do not come back". */
const REFUSED_CODE = 1008;

export const createSocket =
  (WebSocket: WebSocketLike): Carry =>
  async ({ url, signal, onOpen, onText }) =>
    new Promise((resolve) => {
      const socket = new WebSocket(url.replace('http', 'ws'));
      signal.addEventListener('abort', () => {
        socket.close();
        // A dead peer never answers the closing handshake.
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
      // Chromium says nothing else of a socket that the page's policy blocks: no `close` follows.
      socket.addEventListener('error', () => resolve({ why: 'failed' }));
      socket.addEventListener('close', ({ code }) =>
        resolve({ refused: code === REFUSED_CODE, why: `closed ${code}` }),
      );
    });

/** A date in `Retry-After` is not worth its parser. */
function refusalOf({ status, headers }: Response): End {
  const waitMs = Number(headers.get('retry-after')) * 1000 || 0;
  return { refused: status === 403, waitMs, why: `answered ${status}` };
}

/** An `EventSource` would neither tell a refusal from a failure nor exist in Node. */
export const createSse =
  (fetch: typeof globalThis.fetch): Carry =>
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

export const createPoll = (fetch: typeof globalThis.fetch): Carry => {
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
