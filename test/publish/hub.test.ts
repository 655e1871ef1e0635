import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFeed, type Feed } from '../../src/publish/feed.ts';
import { createHub, HEARTBEAT_MS, type Hub } from '../../src/publish/hub.ts';
import type { ServerMessage } from '../../src/rates/wire.ts';
import { createMemoryStore } from '../../src/store/memory.ts';
import type { Store } from '../../src/store/store.ts';
import { rateFor } from '../figures.ts';
import { createQuietLog } from '../quiet.ts';

let store: Store;
let feed: Feed;
let hub: Hub;
const commit = (...rates: ReturnType<typeof rateFor>[]) => store.commit({ rates, fixings: [] });

function listener(codes: string[] | null = null) {
  const heard: ServerMessage[] = [];
  let backlog = 0;
  const leave = hub.join({ send: (text) => heard.push(JSON.parse(text)), backlog: () => backlog }, codes);
  return { heard, leave, stall: () => (backlog = 1 << 20), drain: () => (backlog = 0) };
}

const brief = (messages: ServerMessage[]) =>
  messages.map((it) =>
    'rates' in it ? `${it.type} ${it.seq} ${it.rates.map((r) => r.base + r.inverse)}` : it.type,
  );

beforeEach(async () => {
  vi.useFakeTimers();
  store = await createMemoryStore({ files: null, log: createQuietLog().log });
  await commit(rateFor('KGS', '1'), rateFor('KZT', '1'), rateFor('TMT', '3.5'));
  feed = await createFeed(store, { codes: ['KZT', 'KGS'], admits: () => true });
  hub = createHub(feed, () => new Date());
});
afterEach(() => {
  hub.stop();
  vi.useRealTimers();
});

describe('the feed', () => {
  it('shows the covered codes in their configured order', async () => {
    expect(feed.snapshot()?.rates.map((rate) => rate.base)).toEqual(['KZT', 'KGS']);
    await commit(rateFor('KGS', '2'));
    expect(feed.snapshot()?.rates.map((rate) => rate.inverse)).toEqual(['1', '2']);
  });

  it('moves its position with a code that it does not show', async () => {
    await commit(rateFor('TMT', '3.6'));
    expect(feed.snapshot()).toMatchObject({ seq: 2, rates: [{ base: 'KZT' }, { base: 'KGS' }] });
  });
});

describe('the feed’s log', () => {
  it('tells what came after a position, and when it cannot', async () => {
    const { epoch = '' } = feed.snapshot() ?? {};
    await commit(rateFor('KGS', '2'));
    await commit(rateFor('TMT', '3.6'));
    const seqs = (seq: number, of = epoch) => feed.since({ epoch: of, seq })?.map((update) => update.seq);
    expect([seqs(1), seqs(2), seqs(3)]).toEqual([[2, 3], [3], []]);
    expect([seqs(4), seqs(1, 'anotherepoch')]).toEqual([undefined, undefined]);
  });

  it('is filled from the store, so that a new replica can resume the listeners of an old one', async () => {
    await commit(rateFor('KGS', '2'));
    const late = await createFeed(store, { codes: ['KGS'], admits: () => true });
    const { epoch = '' } = late.snapshot() ?? {};
    expect(late.since({ epoch, seq: 1 })?.map((update) => update.seq)).toEqual([2]);
    late.stop();
  });
});

describe('the hub', () => {
  it('sends the snapshot first, then every change in order', async () => {
    const all = listener();
    await commit(rateFor('KGS', '2'));
    await commit(rateFor('KZT', '2'), rateFor('KGS', '3'));
    expect(brief(all.heard)).toEqual(['snapshot 1 KZT1,KGS1', 'update 2 KGS2', 'update 3 KZT2,KGS3']);
  });

  it('sends a selection nothing else', async () => {
    const kzt = listener(['KZT']);
    await commit(rateFor('KGS', '2'));
    await commit(rateFor('KZT', '2'), rateFor('KGS', '3'));
    expect(brief(kzt.heard)).toEqual(['snapshot 1 KZT1', 'update 3 KZT2']);
  });

  it('gives one that stalled the newest value of each currency once it drains, and nobody else less', async () => {
    const slow = listener();
    const quick = listener();
    slow.stall();
    for (const figure of ['2', '3', '4']) await commit(rateFor('KGS', figure));
    await commit(rateFor('KZT', '9'));
    slow.drain();
    vi.advanceTimersByTime(200);
    await commit(rateFor('KGS', '5'));
    expect(brief(slow.heard)).toEqual(['snapshot 1 KZT1,KGS1', 'update 5 KZT9,KGS4', 'update 6 KGS5']);
    expect(quick.heard).toHaveLength(6);
  });

  it('beats for those that heard nothing for fifteen seconds', async () => {
    const all = listener();
    vi.advanceTimersByTime(HEARTBEAT_MS - 2_000);
    await commit(rateFor('KGS', '2'));
    vi.advanceTimersByTime(HEARTBEAT_MS - 2_000);
    expect(brief(all.heard)).toEqual(['snapshot 1 KZT1,KGS1', 'update 2 KGS2']);
    vi.advanceTimersByTime(3_000);
    expect(all.heard.at(-1)).toMatchObject({ type: 'heartbeat', seq: 2, epoch: feed.snapshot()?.epoch });
  });

  it('forgets who left', async () => {
    const gone = listener();
    expect(hub.size).toBe(1);
    gone.leave();
    await commit(rateFor('KGS', '2'));
    expect({ size: hub.size, heard: gone.heard.length }).toEqual({ size: 0, heard: 1 });
  });
});
