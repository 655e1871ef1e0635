// publish: the hub sends every change to every listener. It connects groups, fan-out, heartbeat and stalls.
import type { Code } from '../rates/fixing.ts';
import type { Position, ServerMessage } from '../rates/wire.ts';
import type { Medium } from './channel.ts';
import { createConflation } from './conflation.ts';
import { createDelivery } from './delivery.ts';
import { createFanOut } from './fan-out.ts';
import type { Feed } from './feed.ts';
import { createHeartbeat } from './heartbeat.ts';
import { createGroups, DRAINED, type Listener } from './listener.ts';
import { createStalls } from './stalls.ts';

/** All open streams of one kind, each with its selection and its position. `Target` is the open connection. */
export interface Hub<Target> {
  /**
   * Adds a listener. Sends the updates since `from`, or the snapshot, then every change of the codes (`null` = all).
   */
  join(
    target: Target,
    medium: Medium<Target>,
    codes: ReadonlySet<Code> | null,
    from: Position | null,
  ): Listener<Target>;
  /** Changes the selection: sends `ack`, then its snapshot. Does nothing for a listener that has left. */
  select(listener: Listener<Target>, codes: ReadonlySet<Code> | null, ack: ServerMessage): void;
  /** Sends one message. Does nothing for a listener that has left. */
  say(listener: Listener<Target>, message: ServerMessage): void;
  leave(listener: Listener<Target>): void;
  readonly size: number;
  stop(): void;
}

/** The counters for operators. */
export interface HubCounts {
  /** Writes of one fan-out. */
  sent(writes: number): void;
  conflated(): void;
}

/** With a round a second each listener gets a heartbeat after 15 to 16 s. */
const BEAT_MS = 1_000;
/** How often stalled listeners are checked; a tenth of a second is not noticed. */
const LOOK_MS = 100;

/**
 * `now` gives the time in the heartbeats. Durations are measured by `monotonicMs`: with the wall clock, a clock that
 * was set back an hour stopped all heartbeats for an hour.
 */
export function createHub<Target>(
  feed: Feed,
  now: () => Date,
  counts?: HubCounts,
  monotonicMs: () => number = () => performance.now(),
): Hub<Target> {
  const groups = createGroups<Target>();
  const stalls = createStalls<Target>();
  const conflation = createConflation(feed);
  const delivery = createDelivery<Target>({
    feed,
    conflation,
    onStall: stalls.add,
    onConflated: () => counts?.conflated(),
  });
  const fanOut = createFanOut({
    groups,
    delivery,
    monotonicMs,
    onSent: (writes) => counts?.sent(writes),
  });
  const beat = createHeartbeat(groups, delivery);

  const stopListening = feed.listen((update) => {
    conflation.note(update);
    fanOut(update);
  });
  const look = () => {
    const at = monotonicMs();
    stalls.look(at, (listener) => delivery.resume(listener, at));
  };
  const timers = [
    setInterval(() => feed.snapshot() !== null && void beat(monotonicMs(), now()), BEAT_MS),
    setInterval(look, LOOK_MS),
  ];

  return {
    join(target, medium, codes, from) {
      const group = groups.of(medium, codes);
      const at = monotonicMs();
      const { epoch, seq } = from ?? { epoch: '', seq: 0 };
      const state = { sentAt: at, stalledAt: DRAINED, owed: 'nothing' as const };
      const listener: Listener<Target> = { target, group, epoch, seq, ...state };
      group.listeners.add(listener);
      delivery.replay(listener, at);
      return listener;
    },
    select(listener, codes, ack) {
      // Its message arrived after it was closed: if it joined again, it would get bytes after its close frame.
      if (!listener.group.listeners.has(listener)) return;
      groups.leave(listener);
      listener.group = groups.of(listener.group.medium, codes);
      listener.group.listeners.add(listener);
      delivery.sendSnapshot(listener, monotonicMs(), ack);
    },
    say(listener, message) {
      if (!listener.group.listeners.has(listener)) return;
      delivery.send(listener, listener.group.medium.frame(message), monotonicMs());
    },
    leave(listener) {
      stalls.delete(listener);
      groups.leave(listener);
    },
    get size() {
      return groups.size;
    },
    stop() {
      stopListening();
      for (const timer of timers) clearInterval(timer);
    },
  };
}
