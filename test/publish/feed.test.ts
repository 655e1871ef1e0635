import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFeed } from '../../src/publish/feed.ts';
import { rateFor } from '../support/figures.ts';
import { openHub } from '../support/listeners/hub-listeners.ts';

type Opened = Awaited<ReturnType<typeof openHub>>;
let store: Opened['store'];
let feed: Opened['feed'];
let hub: Opened['hub'];
let commit: Opened['commit'];

beforeEach(async () => {
  vi.useFakeTimers();
  ({ store, feed, hub, commit } = await openHub());
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

  it('moves its position also with a code that it does not show', async () => {
    await commit(rateFor('TMT', '3.6'));
    expect(feed.snapshot()).toMatchObject({ seq: 2, rates: [{ base: 'KZT' }, { base: 'KGS' }] });
  });
});

describe('the feed’s log', () => {
  it('returns the updates after a position, or null when it cannot', async () => {
    const { epoch = '' } = feed.snapshot() ?? {};
    await commit(rateFor('KGS', '2'));
    await commit(rateFor('TMT', '3.6'));
    const seqs = (seq: number, of = epoch) => feed.since({ epoch: of, seq })?.map((update) => update.seq);
    expect([seqs(1), seqs(2), seqs(3)]).toEqual([[2, 3], [3], []]);
    expect([seqs(4), seqs(1, 'anotherepoch')]).toEqual([undefined, undefined]);
  });

  it('comes from the store, so that a new replica can resume the listeners of another', async () => {
    await commit(rateFor('KGS', '2'));
    const late = createFeed(store.view, { codes: ['KGS'], admits: () => true });
    const { epoch = '' } = late.snapshot() ?? {};
    expect(late.since({ epoch, seq: 1 })?.map((update) => update.seq)).toEqual([2]);
    late.stop();
  });
});
