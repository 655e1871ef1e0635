// test: many listeners that reconnect like the client, and the messages of each.
import { WebSocket } from 'ws';
import type { ServerMessage } from '../../../src/rates/wire.ts';
import { until } from '../until.ts';
import { listenSse } from './recorded-streams.ts';

/** The messages of one listener: the positions in order, and the text of the rates at each. */
export interface ReturningListener {
  /** Positions by epoch in the order of arrival. The first is a snapshot, then updates follow. */
  received: { kind: 'snapshot' | 'update'; epoch: string; seq: number; rates: string }[];
  connections: number;
}

export interface Audience {
  listeners: ReturningListener[];
  close(): void;
}

/** The two kinds of stream. They resume by the query, or by `Last-Event-ID`. */
export type Way = 'ws' | 'sse';

/** They reconnect within half a second, slightly spread, to keep the test short. */
const RETURN_MS = 250;

/** Opens many listeners at one address; each reconnects from its position when it is closed. */
export function gather(origin: string, count: number, way: Way = 'ws'): Audience {
  let closing = false;
  const open = new Set<() => void>();
  const listeners = Array.from(
    { length: count },
    (): ReturningListener => ({ received: [], connections: 0 }),
  );

  function listen(listener: ReturningListener): void {
    const close = OPEN[way](origin, listener.received.at(-1), {
      opened() {
        listener.connections += 1;
      },
      message(message) {
        if (message.type !== 'snapshot' && message.type !== 'update') return;
        const { type: kind, epoch, seq, rates } = message;
        listener.received.push({ kind, epoch, seq, rates: JSON.stringify(rates) });
      },
      ended() {
        open.delete(close);
        if (!closing) setTimeout(() => !closing && listen(listener), RETURN_MS * (1 + Math.random()));
      },
    });
    open.add(close);
  }
  for (const listener of listeners) listen(listener);
  return {
    listeners,
    close() {
      closing = true;
      for (const end of open) end();
    },
  };
}

interface StreamEvents {
  opened(): void;
  message(message: ServerMessage): void;
  /** Never before the opening call has returned. */
  ended(): void;
}
type Open = (
  origin: string,
  last: { epoch: string; seq: number } | undefined,
  events: StreamEvents,
) => () => void;

const OPEN: Record<Way, Open> = { ws: openWs, sse: openSse };

function openWs(
  origin: string,
  last: { epoch: string; seq: number } | undefined,
  events: StreamEvents,
): () => void {
  const query = last === undefined ? '' : `?epoch=${last.epoch}&seq=${last.seq}`;
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws${query}`);
  socket.on('open', events.opened);
  socket.on('message', (data) => events.message(JSON.parse(String(data))));
  socket.on('error', () => {});
  socket.once('close', events.ended);
  return () => socket.terminate();
}

function openSse(
  origin: string,
  last: { epoch: string; seq: number } | undefined,
  events: StreamEvents,
): () => void {
  const control = new AbortController();
  const headers: Record<string, string> = last ? { 'last-event-id': `${last.epoch}:${last.seq}` } : {};
  listenSse(`${origin}/stream`, headers, { ...events, control }).then(({ ended }) => {
    // The handshake was refused; an accepted listener gets its end as an event.
    if (ended >= 400) events.ended();
  }, events.ended);
  return () => control.abort();
}

/** Waits until every listener has a message after a position. */
export async function untilAllHaveMore(
  { listeners }: Audience,
  { epoch, seq }: { epoch: string; seq: number },
): Promise<void> {
  await until(`all beyond ${epoch}:${seq}`, () =>
    listeners.every(({ received }) => {
      const last = received.at(-1);
      return last?.epoch === epoch && last.seq > seq;
    }),
  );
}

/**
 * The faults in the messages: a position twice, out of order, or missing within an epoch; or other rates at a
 * position than another listener has. Empty for none.
 */
export function faultsOf(listeners: readonly ReturningListener[]): string[] {
  const faults: string[] = [];
  const ratesAt = new Map<string, string>();
  for (const [index, { received }] of listeners.entries()) {
    for (const [at, { kind, epoch, seq, rates }] of received.entries()) {
      const before = received[at - 1];
      // A snapshot includes all positions up to its own; it is allowed only at the start of an epoch.
      const isOpening = kind === 'snapshot' && before?.epoch !== epoch;
      if (!isOpening && (kind === 'snapshot' || before?.epoch !== epoch || seq !== before.seq + 1)) {
        faults.push(`listener ${index}: ${kind} ${epoch}:${seq} after ${before?.epoch}:${before?.seq}`);
      }
      const key = `${kind} ${epoch}:${seq}`;
      if (ratesAt.get(key) !== undefined && ratesAt.get(key) !== rates)
        faults.push(`listener ${index}: ${key} differs`);
      ratesAt.set(key, rates);
    }
  }
  return faults;
}
