// test: many listeners that reconnect like the client, and the messages of each.
import { until } from '../until.ts';
import { listenSse, listenWs, type StreamEvents } from './recorded-streams.ts';

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

export type Transport = 'ws' | 'sse';

/** They reconnect within half a second, slightly spread, to keep the test short. */
const RETURN_MS = 250;

/** Opens many listeners at one address; each reconnects from its position when it is closed. */
export function openAudience(origin: string, count: number, transport: Transport = 'ws'): Audience {
  let closing = false;
  const open = new Set<AbortController>();
  const listeners = Array.from(
    { length: count },
    (): ReturningListener => ({ received: [], connections: 0 }),
  );

  function listen(listener: ReturningListener): void {
    const control = new AbortController();
    const events: StreamEvents = {
      control,
      opened() {
        listener.connections += 1;
      },
      message(message) {
        if (message.type !== 'snapshot' && message.type !== 'update') return;
        const { type: kind, epoch, seq, rates } = message;
        listener.received.push({ kind, epoch, seq, rates: JSON.stringify(rates) });
      },
      ended() {
        open.delete(control);
        if (!closing) setTimeout(() => !closing && listen(listener), RETURN_MS * (1 + Math.random()));
      },
    };
    open.add(control);
    // An SSE stream without an answer is rejected.
    OPEN[transport](origin, listener.received.at(-1), events).catch(events.ended);
  }
  for (const listener of listeners) listen(listener);
  return {
    listeners,
    close() {
      closing = true;
      for (const control of open) control.abort();
    },
  };
}

type Last = { epoch: string; seq: number } | undefined;

/** How each kind resumes: over WebSocket by the query, over SSE by `Last-Event-ID`. */
const OPEN: Record<Transport, (origin: string, last: Last, events: StreamEvents) => Promise<unknown>> = {
  ws(origin, last, events) {
    const query = last === undefined ? '' : `?epoch=${last.epoch}&seq=${last.seq}`;
    return listenWs(`${origin}/ws${query}`, {}, events);
  },
  sse(origin, last, events) {
    const headers: Record<string, string> = last ? { 'last-event-id': `${last.epoch}:${last.seq}` } : {};
    return listenSse(`${origin}/stream`, headers, events);
  },
};

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
