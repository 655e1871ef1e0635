// test: a hub on an embedded store, and listeners that parse their frames, with fake time.
import { afterEach, beforeEach, vi } from 'vitest';
import type { Medium } from '../../../src/publish/channel.ts';
import { createFeed, type Feed } from '../../../src/publish/feed.ts';
import { createHub, type Hub } from '../../../src/publish/hub.ts';
import type { Listener } from '../../../src/publish/listener.ts';
import type { Position, Rate, ServerMessage } from '../../../src/rates/wire.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import { rateFor } from '../figures.ts';
import { createQuietLog } from '../recorded-log.ts';

/** A listener that parses its frames. */
export interface Target {
  writes: ServerMessage[][];
  backlog: number;
  /** Whether each write fills its buffer until it is drained. */
  isSlow: boolean;
  isCut: boolean;
}

const lines: Medium<Target> = {
  name: 'lines',
  frame: (message) => Buffer.from(`${JSON.stringify(message)}\n`),
  write: (target, bytes) => {
    if (target.isSlow) target.backlog = bytes.length;
    target.writes.push(
      String(bytes)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as ServerMessage),
    );
  },
  backlog: ({ backlog }) => backlog,
  cut: (target) => {
    target.isCut = true;
  },
};

export interface JoinedListener {
  target: Target;
  joined: Listener<Target>;
  readonly messages: ServerMessage[];
  stall(): void;
  drain(): void;
}

/** Adds a listener to a hub; `onFrame` is called for every message that is encoded for it. */
export function joinListener(
  hub: Hub<Target>,
  codes: string[] | null = null,
  from: Position | null = null,
  { isSlow = false, onFrame = () => {} }: { isSlow?: boolean; onFrame?: () => void } = {},
): JoinedListener {
  const target: Target = { writes: [], backlog: 0, isSlow, isCut: false };
  const counting = {
    ...lines,
    frame(message: ServerMessage) {
      onFrame();
      return lines.frame(message);
    },
  };
  const joined = hub.join(target, counting, codes && new Set(codes), from);
  return {
    target,
    joined,
    get messages() {
      return target.writes.flat();
    },
    stall() {
      target.backlog = 1 << 20;
    },
    drain() {
      target.backlog = 0;
    },
  };
}

/** A hub with KZT and KGS on a store that also has TMT, all at position 1. */
export async function openHub() {
  const store = await createEmbeddedStore({ files: null, log: createQuietLog().log });
  const commit = (...rates: Rate[]) => store.commit({ rates, fixings: [] });
  await commit(rateFor('KGS', '1'), rateFor('KZT', '1'), rateFor('TMT', '3.5'));
  const feed: Feed = createFeed(store.view, { codes: ['KZT', 'KGS'], admits: () => true });
  const hub: Hub<Target> = createHub(feed, () => new Date());
  return { store, feed, hub, commit };
}

/** Opens a hub with fake time for each test of a file. The parts are those of the current test. */
export function useHub() {
  let parts: Awaited<ReturnType<typeof openHub>>;
  beforeEach(async () => {
    vi.useFakeTimers();
    parts = await openHub();
  });
  afterEach(() => {
    parts.hub.stop();
    vi.useRealTimers();
  });
  return {
    parts: () => parts,
    commit: (...rates: Rate[]) => parts.commit(...rates),
    listener: (codes: string[] | null = null, from: Position | null = null, how?: { isSlow: boolean }) =>
      joinListener(parts.hub, codes, from, how),
  };
}

/** Runs the fan-out of the committed changes. */
export const settle = () => vi.advanceTimersByTimeAsync(1);
