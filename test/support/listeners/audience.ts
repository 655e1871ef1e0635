// test: many listeners that reconnect like the client, and the messages of each.
import { WebSocket } from 'ws';
import type { ServerMessage } from '../../../src/rates/wire.ts';
import { until } from '../until.ts';
import { listenSse } from './ears.ts';

/** The messages of one listener: the positions in order, and the text of the rates at each. */
export interface Listener {
  /** Positions by epoch in the order of arrival. The first is a snapshot, then updates follow. */
  heard: { kind: 'snapshot' | 'update'; epoch: string; seq: number; rates: string }[];
  connections: number;
}

export interface Audience {
  listeners: Listener[];
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
  const listeners = Array.from({ length: count }, (): Listener => ({ heard: [], connections: 0 }));

  function listen(listener: Listener): void {
    const close = OPEN[way](origin, listener.heard.at(-1), {
      opened() {
        listener.connections += 1;
      },
      told(message) {
        if (message.type !== 'snapshot' && message.type !== 'update') return;
        const { type: kind, epoch, seq, rates } = message;
        listener.heard.push({ kind, epoch, seq, rates: JSON.stringify(rates) });
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

interface Hearing {
  opened(): void;
  told(message: ServerMessage): void;
  /** Never before the opening call has returned. */
  ended(): void;
}
type Open = (origin: string, last: { epoch: string; seq: number } | undefined, ear: Hearing) => () => void;

const OPEN: Record<Way, Open> = { ws: openWs, sse: openSse };

function openWs(origin: string, last: { epoch: string; seq: number } | undefined, ear: Hearing): () => void {
  const query = last === undefined ? '' : `?epoch=${last.epoch}&seq=${last.seq}`;
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws${query}`);
  socket.on('open', ear.opened);
  socket.on('message', (data) => ear.told(JSON.parse(String(data))));
  socket.on('error', () => {});
  socket.once('close', ear.ended);
  return () => socket.terminate();
}

function openSse(origin: string, last: { epoch: string; seq: number } | undefined, ear: Hearing): () => void {
  const control = new AbortController();
  const headers: Record<string, string> = last ? { 'last-event-id': `${last.epoch}:${last.seq}` } : {};
  listenSse(`${origin}/stream`, headers, { ...ear, control }).then(({ ended }) => {
    // The handshake was refused; an accepted listener gets its end as an event.
    if (ended >= 400) ear.ended();
  }, ear.ended);
  return () => control.abort();
}

/** Waits until every listener has a message after a position. */
export async function untilAllHearMore(
  { listeners }: Audience,
  { epoch, seq }: { epoch: string; seq: number },
): Promise<void> {
  await until(`all beyond ${epoch}:${seq}`, () =>
    listeners.every(({ heard }) => {
      const last = heard.at(-1);
      return last?.epoch === epoch && last.seq > seq;
    }),
  );
}

/**
 * The faults in the messages: a position twice, out of order, or missing within an epoch; or other rates at a
 * position than another listener has. Empty for none.
 */
export function flawsOf(listeners: readonly Listener[]): string[] {
  const flaws: string[] = [];
  const told = new Map<string, string>();
  for (const [index, { heard }] of listeners.entries()) {
    for (const [at, { kind, epoch, seq, rates }] of heard.entries()) {
      const before = heard[at - 1];
      // A snapshot includes all positions up to its own; it is allowed only at the start of an epoch.
      const isOpening = kind === 'snapshot' && before?.epoch !== epoch;
      if (!isOpening && (kind === 'snapshot' || before?.epoch !== epoch || seq !== before.seq + 1)) {
        flaws.push(`listener ${index}: ${kind} ${epoch}:${seq} after ${before?.epoch}:${before?.seq}`);
      }
      const key = `${kind} ${epoch}:${seq}`;
      if (told.get(key) !== undefined && told.get(key) !== rates)
        flaws.push(`listener ${index}: ${key} differs`);
      told.set(key, rates);
    }
  }
  return flaws;
}
