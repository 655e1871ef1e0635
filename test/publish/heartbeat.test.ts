import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HEARTBEAT_MS } from '../../src/publish/heartbeat.ts';
import { rateFor } from '../support/figures.ts';
import { brief, joinEar, openHub } from '../support/listeners/hub-ears.ts';

type Opened = Awaited<ReturnType<typeof openHub>>;
let feed: Opened['feed'];
let hub: Opened['hub'];
let commit: Opened['commit'];
const listener = (
  ...how: [codes?: string[] | null, from?: Parameters<typeof joinEar>[2], ear?: { isSlow: boolean }]
) => joinEar(hub, ...how);

beforeEach(async () => {
  vi.useFakeTimers();
  ({ feed, hub, commit } = await openHub());
});
afterEach(() => {
  hub.stop();
  vi.useRealTimers();
});

describe('the heartbeat', () => {
  it('is sent to listeners without a message for fifteen seconds, with their position', async () => {
    const all = listener();
    const kzt = listener(['KZT']);
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS - 2_000);
    await commit(rateFor('KGS', '2'));
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS - 2_000);
    expect(brief(all.heard)).toEqual(['snapshot 1 KZT1,KGS1', 'update 2 KGS2']);
    expect(kzt.heard.at(-1)).toMatchObject({ type: 'heartbeat', seq: 2 });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(all.heard.at(-1)).toMatchObject({ type: 'heartbeat', seq: 2, epoch: feed.snapshot()?.epoch });
  });
});
