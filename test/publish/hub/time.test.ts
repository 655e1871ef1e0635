import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Medium } from '../../../src/publish/channel.ts';
import { createFeed, type Feed } from '../../../src/publish/feed.ts';
import { HEARTBEAT_MS } from '../../../src/publish/heartbeat.ts';
import { createHub, type Hub } from '../../../src/publish/hub.ts';
import type { ServerMessage } from '../../../src/rates/wire.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import { rateFor } from '../../support/figures.ts';
import { createQuietLog } from '../../support/recorded-log.ts';

/** A listener that records the types of its messages. */
interface RecordingTarget {
  received: string[];
  backlog: number;
  isCut: boolean;
}

const medium: Medium<RecordingTarget> = {
  name: 'lines',
  frame: (message: ServerMessage) => Buffer.from(message.type),
  write: (target, bytes) => void target.received.push(String(bytes)),
  backlog: ({ backlog }) => backlog,
  cut: (target) => {
    target.isCut = true;
  },
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let feed: Feed;
let hub: Hub<RecordingTarget>;

beforeEach(async () => {
  vi.useFakeTimers();
  const store = await createEmbeddedStore({ files: null, log: createQuietLog().log });
  await store.commit({ rates: [rateFor('KGS', '1')], fixings: [] });
  feed = createFeed(store.view, { codes: ['KGS'], admits: () => true });
  hub = createHub(feed, () => new Date());
});
afterEach(() => {
  hub.stop();
  feed.stop();
  vi.useRealTimers();
});

function join() {
  const target: RecordingTarget = { received: [], backlog: 0, isCut: false };
  return { target, listener: hub.join(target, medium, null, null) };
}

describe.each([
  ['an hour ahead', HOUR_MS],
  ['an hour back', -HOUR_MS],
  ['a day ahead', DAY_MS],
  ['a day back', -DAY_MS],
])('when the wall clock is set %s', (_how, stepMs) => {
  it('a listener without messages gets a heartbeat after fifteen seconds, and none before', async () => {
    const { target } = join();
    await vi.advanceTimersByTimeAsync(2_000);
    vi.setSystemTime(Date.now() + stepMs);
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS - 4_000);
    expect(target.received).toEqual(['snapshot']);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(target.received).toEqual(['snapshot', 'heartbeat']);
  });

  it('a stalled listener is closed after thirty seconds, and not before', async () => {
    const { target, listener } = join();
    target.backlog = 1;
    hub.say(listener, { type: 'pong' });
    vi.setSystemTime(Date.now() + stepMs);
    await vi.advanceTimersByTimeAsync(28_000);
    expect(target.isCut).toBe(false);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(target.isCut).toBe(true);
  });
});

it('a listener that has left does not join again by a late change of selection', async () => {
  const { target, listener } = join();
  hub.leave(listener);
  hub.select(listener, new Set(['KGS']), { type: 'subscribed', codes: ['KGS'] });
  hub.say(listener, { type: 'pong' });
  expect([hub.size, target.received]).toEqual([0, ['snapshot']]);
  await vi.advanceTimersByTimeAsync(HEARTBEAT_MS * 2);
  expect(target.received).toEqual(['snapshot']);
});
