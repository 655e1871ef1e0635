// publish: every change to every listener, encoded once per selection of codes.
import type { Code } from '../rates/fixing.ts';
import type { Rate, ServerMessage, Snapshot, Update } from '../rates/wire.ts';
import type { Feed } from './feed.ts';

/** Where a listener's messages go. */
export interface Sink {
  send(message: string): void;
  /** Bytes handed over that have not left yet. */
  backlog(): number;
}

export interface Hub {
  /** Sends the snapshot, then every change of the codes (`null` = all). Returns how to leave. */
  join(sink: Sink, codes: readonly Code[] | null): () => void;
  readonly size: number;
  stop(): void;
}

interface Listener {
  sink: Sink;
  selection: Selection;
  heardAt: number;
  /** Codes that changed while it did not drain; it owes memory for one value each. */
  owed: Set<Code> | null;
  /** Whether the epoch changed meanwhile: then it starts over from a snapshot. */
  startsOver: boolean;
}

interface Selection {
  codes: ReadonlySet<Code> | null;
  listeners: Set<Listener>;
}

/** Browsers and proxies cut idle connections after 30 to 60 s, and listeners call 45 s of silence dead. */
export const HEARTBEAT_MS = 15_000;
/** A few dozen updates: a listener that has not drained this much gets the newest values only, once it has. */
const BACKLOG_BYTES = 64 * 1024;
/** How often those that fell behind are looked at; a person does not see a tenth of a second. */
const CATCH_UP_MS = 100;

export function createHub(feed: Feed, now: () => Date): Hub {
  const selections = new Map<string, Selection>();
  const behind = new Set<Listener>();
  let epoch = feed.snapshot()?.epoch;

  const say = (listener: Listener, text: string, at: number) => {
    listener.heardAt = at;
    listener.sink.send(text);
  };

  function deliver(update: Update): void {
    const at = now().getTime();
    const restarted = update.epoch !== epoch;
    epoch = update.epoch;
    for (const selection of selections.values()) {
      // Under another epoch the listeners' positions mean nothing: they start over from a snapshot.
      const text = restarted ? snapshotText(feed.snapshot(), selection) : updateText(update, selection);
      if (text === null) continue;
      for (const listener of selection.listeners) {
        if (listener.owed === null && listener.sink.backlog() < BACKLOG_BYTES) say(listener, text, at);
        else fallBehind(listener, update, restarted);
      }
    }
  }

  function fallBehind(listener: Listener, update: Update, restarted: boolean): void {
    listener.owed ??= new Set();
    listener.startsOver ||= restarted;
    for (const rate of update.rates) listener.owed.add(rate.base);
    behind.add(listener);
  }

  function catchUp(): void {
    const snapshot = feed.snapshot();
    const at = now().getTime();
    for (const listener of behind) {
      const { owed, selection } = listener;
      if (snapshot === null || owed === null || listener.sink.backlog() > 0) continue;
      const rates = snapshot.rates.filter((rate) => owed.has(rate.base));
      const text = listener.startsOver
        ? snapshotText(snapshot, selection)
        : updateText({ ...snapshot, rates }, selection);
      listener.owed = null;
      listener.startsOver = false;
      behind.delete(listener);
      if (text !== null) say(listener, text, at);
    }
  }

  function beat(): void {
    const snapshot = feed.snapshot();
    const at = now().getTime();
    if (snapshot === null) return;
    const { epoch, seq } = snapshot;
    const text = encode({ type: 'heartbeat', epoch, seq, time: new Date(at).toISOString() });
    for (const { listeners } of selections.values()) {
      for (const listener of listeners) {
        // One that fell behind has not been served up to `seq`, and is not silent for want of news.
        if (listener.owed === null && at - listener.heardAt >= HEARTBEAT_MS) say(listener, text, at);
      }
    }
  }

  const stopListening = feed.listen(deliver);
  // Looking once a second keeps every listener's own silence at 15 to 16 s, however they joined.
  const timers = [setInterval(beat, 1_000), setInterval(catchUp, CATCH_UP_MS)];

  return {
    join(sink, codes) {
      const key = codes === null ? '*' : [...codes].sort().join(',');
      const selection = selections.get(key) ?? { codes: codes && new Set(codes), listeners: new Set() };
      selections.set(key, selection);
      const listener: Listener = { sink, selection, heardAt: 0, owed: null, startsOver: false };
      selection.listeners.add(listener);
      const text = snapshotText(feed.snapshot(), selection);
      if (text !== null) say(listener, text, now().getTime());
      return () => {
        behind.delete(listener);
        selection.listeners.delete(listener);
        if (selection.listeners.size === 0) selections.delete(key);
      };
    },
    get size() {
      let size = 0;
      for (const { listeners } of selections.values()) size += listeners.size;
      return size;
    },
    stop() {
      stopListening();
      for (const timer of timers) clearInterval(timer);
    },
  };
}

function encode(message: ServerMessage): string {
  return JSON.stringify(message);
}

function selected(rates: readonly Rate[], { codes }: Selection): Rate[] {
  return rates.filter((rate) => codes === null || codes.has(rate.base));
}

function snapshotText(snapshot: Snapshot | null, selection: Selection): string | null {
  if (snapshot === null) return null;
  const { epoch, seq, asOf, rates } = snapshot;
  return encode({ type: 'snapshot', epoch, seq, asOf, rates: selected(rates, selection) });
}

/** `null` when the update touches none of the selected codes. */
function updateText({ epoch, seq, asOf, rates }: Update, selection: Selection): string | null {
  const chosen = selected(rates, selection);
  return chosen.length === 0 ? null : encode({ type: 'update', epoch, seq, asOf, rates: chosen });
}
