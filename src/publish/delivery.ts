// publish: the writes to one listener: the snapshot, a change, a replay in pieces, the newest values after a stall.
import type { ServerMessage } from '../rates/wire.ts';
import { joined } from './channel.ts';
import type { Conflation } from './conflation.ts';
import type { Feed } from './feed.ts';
import { DRAINED, type Listener } from './listener.ts';

/**
 * A few dozen updates. A listener with a larger backlog, or with one for longer than a second, gets the newest values
 * later.
 */
const BACKLOG_BYTES = 16 * 1024;
const PATIENCE_MS = 1_000;

/** All times are milliseconds of the monotonic clock. */
export interface Delivery<Target> {
  send(listener: Listener<Target>, bytes: Buffer, at: number): void;
  /** Sends the snapshot after `ack` in the same write. While there is no snapshot, it sends only `ack`. */
  sendSnapshot(listener: Listener<Target>, at: number, ack?: ServerMessage): void;
  /** Sends the updates after the listener's position, or the snapshot when the log does not reach back far enough. */
  replay(listener: Listener<Target>, at: number): void;
  /** Whether a change may be sent now; otherwise it is noted for later. */
  isReady(listener: Listener<Target>, at: number): boolean;
  /** Whether the listener's position belongs to an earlier epoch. */
  isLost(listener: Listener<Target>): boolean;
  /** Sends what a drained listener has missed. */
  resume(listener: Listener<Target>, at: number): void;
}

export interface DeliveryDeps<Target> {
  feed: Feed;
  conflation: Conflation;
  /** Called for each listener whose write was not sent at once. */
  onStall(listener: Listener<Target>): void;
  /** Called for each listener that will get the newest values instead of every change. */
  onConflated(): void;
}

/** Creates the writer of one hub. */
export function createDelivery<Target>(deps: DeliveryDeps<Target>): Delivery<Target> {
  const { feed, conflation, onStall, onConflated } = deps;

  function send(listener: Listener<Target>, bytes: Buffer, at: number): void {
    const { medium } = listener.group;
    medium.write(listener.target, bytes);
    listener.sentAt = at;
    if (listener.stalledAt !== DRAINED || medium.backlog(listener.target) === 0) return;
    listener.stalledAt = at;
    onStall(listener);
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

  /** A thousand changes are half a megabyte. In pieces, a peer that resumes and does not read costs 16 KiB. */
  function replay(listener: Listener<Target>, at: number): void {
    listener.owed = 'replay';
    while (listener.owed === 'replay' && listener.stalledAt === DRAINED) {
      const missed = feed.since(listener);
      if (missed === null) {
        // The epoch is unknown: while there is no snapshot, the first one is sent as to a new listener.
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

  function sendNewest(listener: Listener<Target>, at: number): void {
    listener.owed = 'nothing';
    const update = conflation.since(listener.seq);
    if (update === null || update.epoch !== listener.epoch) sendSnapshot(listener, at);
    else {
      listener.seq = update.seq;
      const bytes = listener.group.channel.update(update);
      if (bytes.length > 0) send(listener, bytes, at);
    }
  }

  return {
    send,
    sendSnapshot,
    replay,
    isReady(listener, at) {
      if (listener.stalledAt === DRAINED) return true;
      if (listener.owed !== 'nothing') return false;
      const backlog = listener.group.medium.backlog(listener.target);
      if (at - listener.stalledAt < PATIENCE_MS && backlog < BACKLOG_BYTES) return true;
      onConflated();
      listener.owed = 'newest';
      return false;
    },
    // Read from the feed each time: another epoch may begin between two slices of a fan-out.
    isLost: (listener) => listener.epoch !== feed.snapshot()?.epoch,
    resume(listener, at) {
      if (listener.owed === 'newest') sendNewest(listener, at);
      else if (listener.owed === 'replay') replay(listener, at);
    },
  };
}
