// widget: one hold on the server, whatever carries it: when it is dead, and what is heard through it.
import type { ServerMessage } from '../../src/rates/wire.ts';

/** How a hold on the server ended. */
export interface End {
  /** Whether the server ever answered. */
  opened?: boolean;
  /** The server does not want this client: asking again soon would be rude. */
  refused?: boolean;
  waitMs?: number;
  why: string;
}

/** What a way to the server is given. */
export interface Line {
  url: string;
  signal: AbortSignal;
  onOpen(): void;
  /** A whole message, or nothing as a sign of life. */
  onText(text: string): void;
}

/** Carries a line until it ends; a rejection is an end too. */
export type Carry = (line: Line) => Promise<End>;

/** A firewall that swallows a handshake says nothing at all. */
const CONNECT_MS = 10_000;
/** Three missed heartbeats. */
const SILENCE_MS = 45_000;

/** Starts to carry; what `take` throws is the caller's fault, surfaces as uncaught and ends nothing here. */
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
    // An answer that nobody reads would keep its connection.
    hangUp();
    return { ...end, opened };
  }
  return { ended: run(), hangUp };
}
