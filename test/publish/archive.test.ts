import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Archive, createArchive } from '../../src/publish/archive.ts';
import { createFeed } from '../../src/publish/feed.ts';
import { createMemoryStore } from '../../src/store/embedded/store.ts';
import type { Store } from '../../src/store/store.ts';
import { fixingOf, rateFor } from '../support/figures.ts';
import { createQuietLog } from '../support/recorded-log.ts';

let store: Store;
let archive: Archive;
const days = () => archive.fixings('KGS', '2026-01-01', '2026-12-31')?.map(({ date }) => date);

beforeEach(async () => {
  vi.useFakeTimers();
  const { log } = createQuietLog();
  store = await createMemoryStore({ files: null, log });
  await store.commit({ rates: [rateFor('KGS', '1')], fixings: [fixingOf('KGS', '1', '2026-04-01')] });
  const feed = await createFeed(store, { codes: ['KGS'], admits: () => true });
  archive = createArchive({ store, feed, log, publisherOf: new Map([['KGS', 'bank']]) });
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(() => {
  archive.stop();
  vi.useRealTimers();
});

it('the archive has the fixing of a change at once', async () => {
  await store.commit({ rates: [rateFor('KGS', '2')], fixings: [fixingOf('KGS', '2', '2026-04-02')] });
  await vi.advanceTimersByTimeAsync(0);
  expect(days()).toEqual(['2026-04-01', '2026-04-02']);
});

it('the archive has one that comes a moment after its change, as to a replica that follows', async () => {
  await store.commit({ rates: [rateFor('KGS', '2')], fixings: [] });
  await vi.advanceTimersByTimeAsync(50);
  await store.commit({ rates: [], fixings: [fixingOf('KGS', '2', '2026-04-02')] });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(days()).toEqual(['2026-04-01', '2026-04-02']);
});

it('the archive has days that were fetched from a bank’s own within a minute', async () => {
  await store.commit({ rates: [], fixings: [fixingOf('KGS', '2', '2026-03-31')] });
  expect(days()).toEqual(['2026-04-01']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(days()).toEqual(['2026-03-31', '2026-04-01']);
});

it('the archive has a change that comes while a slow store is still answering an earlier look', async () => {
  const { log } = createQuietLog();
  const feed = await createFeed(store, { codes: ['KGS'], admits: () => true });
  archive.stop();
  const slow: Pick<Store, 'history'> = {
    async history(query) {
      const found = await store.history(query);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      return found;
    },
  };
  archive = createArchive({ store: slow, feed, log, publisherOf: new Map([['KGS', 'bank']]) });
  await vi.advanceTimersByTimeAsync(100);
  await store.commit({ rates: [rateFor('KGS', '2')], fixings: [fixingOf('KGS', '2', '2026-04-02')] });
  await vi.advanceTimersByTimeAsync(2_500);
  expect(days()).toEqual(['2026-04-01', '2026-04-02']);
});
