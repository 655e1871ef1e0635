// widget: one connection over any transport: its timeouts and its messages.
import type { ServerMessage } from '../../src/rates/wire.ts';

/** How a connection ended. */
export interface End {
  /** Whether the server has answered. */
  opened?: boolean;
  /** The server has refused this client. It must not reconnect soon. */
  refused?: boolean;
  waitMs?: number;
  why: string;
}

/** What a transport receives. */
export interface Line {
  url: string;
  signal: AbortSignal;
  onOpen(): void;
  /** Receives a whole message, or an empty text as a sign of life. */
  onText(text: string): void;
}

/** Runs a connection until it ends. A rejection is an end too. */
export type Carry = (line: Line) => Promise<End>;

/** A firewall can drop a handshake without any answer. */
const CONNECT_MS = 10_000;
/** Three missed heartbeats. */
const SILENCE_MS = 45_000;

/** Starts a connection. An error thrown by `take` is the caller's: it is reported as uncaught and ends nothing here. */
export function hold(
  carry: Carry,
  url: string,
  onOpen: () => void,
  take: (message: ServerMessage) => void,
): { ended: Promise<End>; hangUp(): void } {
  const control = new AbortController();
  const { signal } = control;
  const hangUp = () => control.abort();
  let opened = false;
  let timer: ReturnType<typeof setTimeout>;
  const expect = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(hangUp, ms);
  };
  const line: Line = {
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
      try {
        take(message);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    },
  };
  expect(CONNECT_MS);
  async function run(): Promise<End> {
    const end = await carry(line).catch((error: unknown): End => ({ why: String(error) }));
    clearTimeout(timer);
    // An unread response would keep its connection open.
    hangUp();
    return { ...end, opened };
  }
  return { ended: run(), hangUp };
}
