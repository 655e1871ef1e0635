// widget: one connection over any transport: its timeouts and its messages.
import type { ServerMessage } from '../../src/rates/wire.ts';

/** How a connection ended. */
export interface ConnectionEnd {
  /** Whether the server has answered. */
  opened?: boolean;
  /** The server has refused this client. It must not reconnect soon. */
  refused?: boolean;
  /** The pause that the server asks for, in milliseconds: by `Retry-After` or by the message `goodbye`. */
  waitMs?: number;
  /** The reason, for a log. */
  why: string;
}

/** What a transport receives. */
export interface TransportRequest {
  url: string;
  /** Ends the connection when it is aborted. */
  signal: AbortSignal;
  /** To be called when the server has answered. */
  onOpen(): void;
  /** Receives a whole message, or an empty text as a sign of life. Throws for a text that is not JSON. */
  onText(text: string): void;
}

/** Runs a connection until it ends. A rejection is an end too. */
export type Transport = (request: TransportRequest) => Promise<ConnectionEnd>;

/** A connection that was opened, or is being opened. `stop` closes it. `ended` never rejects. */
export interface OpenConnection {
  ended: Promise<ConnectionEnd>;
  stop(): void;
}

/** A firewall can drop a handshake without any answer. */
const CONNECT_MS = 10_000;
/** Three missed heartbeats. */
const SILENCE_MS = 45_000;

/** Opens a connection. An error thrown by `onMessage` is the caller's: it is reported as uncaught and ends nothing here. */
export function openConnection(
  transport: Transport,
  url: string,
  onOpen: () => void,
  onMessage: (message: ServerMessage) => void,
): OpenConnection {
  const control = new AbortController();
  const { signal } = control;
  const stop = () => control.abort();
  let opened = false;
  let waitMs = 0;
  let timer: ReturnType<typeof setTimeout>;
  const expect = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(stop, ms);
  };
  const request: TransportRequest = {
    url,
    signal,
    onOpen() {
      if (signal.aborted) return;
      opened = true;
      expect(SILENCE_MS);
      onOpen();
    },
    onText(text) {
      if (signal.aborted) return;
      expect(SILENCE_MS);
      if (!text) return;
      const message = JSON.parse(text) as ServerMessage;
      if (message.type === 'goodbye') waitMs = message.retryAfterMs;
      try {
        onMessage(message);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    },
  };
  expect(CONNECT_MS);
  async function run(): Promise<ConnectionEnd> {
    const end = await transport(request).catch((error: unknown): ConnectionEnd => ({ why: String(error) }));
    clearTimeout(timer);
    // An unread response would keep its connection open.
    stop();
    return { waitMs, ...end, opened };
  }
  return { ended: run(), stop };
}
