// publish: every change to every listener; who does not drain gets the newest values once it does.
import type { Code } from '../rates/fixing.ts';
import type { Position, ServerMessage, Update } from '../rates/wire.ts';
import { joined, type Medium } from './channel.ts';
import { createConflation } from './conflation.ts';
import type { Feed } from './feed.ts';
import { createGroups, DRAINED, type Listener } from './groups.ts';
import { createSlices } from './time-slices.ts';

export interface Hub<Target> {
  /** Sends what was missed since `from`, or the snapshot, then every change of the codes (`null` = all). */
  join(
    target: Target,
    medium: Medium<Target>,
    codes: ReadonlySet<Code> | null,
    from: Position | null,
  ): Listener<Target>;
  /** Changes the selection: sends `ack`, then the snapshot of it. Who has left stays away. */
  select(listener: Listener<Target>, codes: ReadonlySet<Code> | null, ack: ServerMessage): void;
  /** Sends one message; nothing to who has left. */
  say(listener: Listener<Target>, message: ServerMessage): void;
  leave(listener: Listener<Target>): void;
  readonly size: number;
  stop(): void;
}

/** What an operator sees of it. */
export interface HubCounts {
  /** Writes of one fan-out. */
  sent(writes: number): void;
  conflated(): void;
}

/** Browsers and proxies cut idle connections after 30 to 60 s, and listeners call 45 s of silence dead. */
export const HEARTBEAT_MS = 15_000;
/** A few dozen updates. What is more, or waits longer than a second, is owed instead of queued. */
const BACKLOG_BYTES = 16 * 1024;
const PATIENCE_MS = 1_000;
/** 16 KiB in 30 s: below half a KiB a second a new connection with a snapshot serves better than the old one. */
export const TOO_SLOW_MS = 30_000;
/** How often the stalled are looked at: a person does not see a tenth of a second. */
const LOOK_MS = 100;

/**
 * `now` stamps the heartbeats. Silence and patience are measured by `monotonicMs`: a wall clock that was set an hour back
 * kept every heartbeat for an hour.
 */
export function createHub<Target>(
  feed: Feed,
  now: () => Date,
  counts?: HubCounts,
  monotonicMs: () => number = () => performance.now(),
): Hub<Target> {
  const groups = createGroups<Target>();
  const stalled = new Set<Listener<Target>>();
  const conflation = createConflation(feed);
  let pending: Update[] = [];
  let isSending = false;
  let isBeating = false;

  function send(listener: Listener<Target>, bytes: Buffer, at: number): void {
    const { medium } = listener.group;
    medium.write(listener.target, bytes);
    listener.saidAt = at;
    if (listener.stalledAt !== DRAINED || medium.backlog(listener.target) === 0) return;
    listener.stalledAt = at;
    stalled.add(listener);
  }

  function sendSnapshot(listener: Listener<Target>, at: number, ack?: ServerMessage): void {
    const snapshot = feed.snapshot();
    const { medium, channel } = listener.group;
    const frames = ack === undefined ? [] : [medium.frame(ack)];
    if (snapshot !== null) {
      listener.epoch = snapshot.epoch;
      listener.seq = snapshot.seq;
      frames.push(channel.snapshot(snapshot));
    }
    if (frames.length > 0) send(listener, joined(frames), at);
  }

  /** Whether a change may be sent now; else it is owed. */
  function isReady(listener: Listener<Target>, at: number): boolean {
    if (listener.stalledAt === DRAINED) return true;
    if (listener.owed !== 'nothing') return false;
    const { medium } = listener.group;
    const waits = at - listener.stalledAt >= PATIENCE_MS || medium.backlog(listener.target) >= BACKLOG_BYTES;
    if (waits) counts?.conflated();
    if (waits) listener.owed = 'newest';
    return !waits;
  }

  /** Asked of the feed each time: between two slices another epoch may have begun. */
  const isLost = (listener: Listener<Target>) => listener.epoch !== feed.snapshot()?.epoch;

  /**
   * Replays what the log has after a listener's position, a piece each time it has drained: a thousand changes are
   * half a megabyte, which would be kept for everybody who asks for them and does not read.
   */
  function replay(listener: Listener<Target>, at: number): void {
    listener.owed = 'replay';
    while (listener.owed === 'replay' && listener.stalledAt === DRAINED) {
      const missed = feed.since(listener);
      if (missed === null) {
        // Before there is anything to show, a position is nothing either.
        listener.epoch = '';
        sendSnapshot(listener, at);
      }
      const frames: Buffer[] = [];
      let size = 0;
      for (const update of missed ?? []) {
        if (size >= BACKLOG_BYTES) break;
        const bytes = listener.group.channel.update(update);
        frames.push(bytes);
        size += bytes.length;
        listener.seq = update.seq;
      }
      if (frames.length === (missed?.length ?? 0)) listener.owed = 'nothing';
      if (size > 0) send(listener, joined(frames), at);
    }
  }

  function catchUp(listener: Listener<Target>, at: number): void {
    listener.owed = 'nothing';
    const update = conflation.since(listener.seq);
    if (update === null || update.epoch !== listener.epoch) sendSnapshot(listener, at);
    else {
      listener.seq = update.seq;
      const bytes = listener.group.channel.update(update);
      if (bytes.length > 0) send(listener, bytes, at);
    }
  }

  function look(): void {
    const at = monotonicMs();
    for (const listener of stalled) {
      const { medium } = listener.group;
      const isDrained = medium.backlog(listener.target) === 0;
      if (!isDrained && at - listener.stalledAt < TOO_SLOW_MS) continue;
      stalled.delete(listener);
      if (!isDrained) medium.cut(listener.target);
      else {
        listener.stalledAt = DRAINED;
        if (listener.owed === 'newest') catchUp(listener, at);
        else if (listener.owed === 'replay') replay(listener, at);
      }
    }
  }

  async function deliver(updates: readonly Update[]): Promise<void> {
    const slices = createSlices();
    const at = monotonicMs();
    const { seq: first = 0 } = updates[0] ?? {};
    const { epoch, seq: last = 0 } = updates.at(-1) ?? {};
    let writes = 0;
    for (const { channel, listeners } of groups.all()) {
      const frames = updates.map((update) => channel.update(update));
      const all = joined(frames);
      for (const listener of listeners) {
        const { seq } = listener;
        if (listener.epoch !== epoch) {
          // Under another epoch its position means nothing: it starts over, unless amid this fan-out it has.
          if (isLost(listener) && isReady(listener, at)) sendSnapshot(listener, at);
        } else if (seq < last && isReady(listener, at)) {
          // Who joined between two of these updates has the first of them in its snapshot.
          const bytes = seq < first ? all : joined(frames.filter((_, i) => (updates[i]?.seq ?? 0) > seq));
          listener.seq = last;
          if (bytes.length > 0) {
            send(listener, bytes, at);
            writes += 1;
          }
        }
        if (slices.isOver()) await slices.turn();
      }
    }
    counts?.sent(writes);
  }

  async function deliverPending(): Promise<void> {
    while (pending.length > 0) {
      const { epoch } = pending.at(-1) ?? {};
      const updates = pending.filter((update) => update.epoch === epoch);
      pending = [];
      await deliver(updates);
    }
    isSending = false;
  }

  const stopListening = feed.listen((update) => {
    conflation.note(update);
    pending.push(update);
    if (isSending) return;
    isSending = true;
    // What else this turn brings leaves in the same write.
    setImmediate(() => void deliverPending());
  });

  async function beat(): Promise<void> {
    if (feed.snapshot() === null || isBeating) return;
    isBeating = true;
    const slices = createSlices();
    const at = monotonicMs();
    const time = now().toISOString();
    for (const { medium, listeners } of groups.all()) {
      let frame: { seq: number; bytes: Buffer } = { seq: -1, bytes: Buffer.alloc(0) };
      for (const listener of listeners) {
        const { epoch, seq } = listener;
        // One that stalls is not silent for want of news.
        if (listener.stalledAt !== DRAINED) continue;
        if (isLost(listener)) sendSnapshot(listener, at);
        else if (at - listener.saidAt >= HEARTBEAT_MS) {
          if (frame?.seq !== seq)
            frame = { seq, bytes: medium.frame({ type: 'heartbeat', epoch, seq, time }) };
          send(listener, frame.bytes, at);
        }
        if (slices.isOver()) await slices.turn();
      }
    }
    isBeating = false;
  }

  // Once a second keeps every listener's own silence at 15 to 16 s, however they joined.
  const timers = [setInterval(() => void beat(), 1_000), setInterval(look, LOOK_MS)];

  return {
    join(target, medium, codes, from) {
      const group = groups.of(medium, codes);
      const at = monotonicMs();
      const { epoch, seq } = from ?? { epoch: '', seq: 0 };
      const state = { saidAt: at, stalledAt: DRAINED, owed: 'nothing' as const };
      const listener: Listener<Target> = { target, group, epoch, seq, ...state };
      group.listeners.add(listener);
      replay(listener, at);
      return listener;
    },
    select(listener, codes, ack) {
      // Its wish was on the way while it was cut: joined again, it would be written to for ever after its close frame.
      if (!listener.group.listeners.has(listener)) return;
      groups.leave(listener);
      listener.group = groups.of(listener.group.medium, codes);
      listener.group.listeners.add(listener);
      sendSnapshot(listener, monotonicMs(), ack);
    },
    say(listener, message) {
      if (listener.group.listeners.has(listener))
        send(listener, listener.group.medium.frame(message), monotonicMs());
    },
    leave(listener) {
      stalled.delete(listener);
      groups.leave(listener);
    },
    get size() {
      let size = 0;
      for (const { listeners } of groups.all()) size += listeners.size;
      return size;
    },
    stop() {
      stopListening();
      for (const timer of timers) clearInterval(timer);
    },
  };
}
