import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startBackgroundFill } from '../../../src/poll/history/background.ts';
import { selectSources } from '../../../src/sources/selection.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import { rateFor } from '../../support/figures.ts';
import { createQuietLog } from '../../support/recorded-log.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('sets no timer once it is stopped, whatever was under way', async () => {
  const { log } = createQuietLog();
  const now = () => new Date('2026-04-10T12:00:00Z');
  const store = await createEmbeddedStore({ files: null, log, now });
  const ref = { id: 'nbk', name: 'Bank', kind: 'official' as const, url: '' };
  await store.commit({ rates: [{ ...rateFor('KZT', '475.09', '2026-04-02'), source: ref }], fixings: [] });
  const { selectedSources } = selectSources(['nbk'], new Map(), new Map());
  const stop = startBackgroundFill({ selectedSources, days: 1, store, log, now, random: Math.random });
  // The filling has begun, and looks what is missing.
  vi.advanceTimersByTime(10_000);
  stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(0);
});
