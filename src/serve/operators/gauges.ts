// serve: the gauges of each replica: its rates and its store.
import type { Metrics } from '../../metrics.ts';
import type { Feed } from '../../publish/feed.ts';
import { Status } from '../../rates/schema.ts';
import type { Store } from '../../store/store.ts';

export interface GaugesDeps {
  metrics: Metrics;
  feed: Feed;
  store: Store;
  /** Whether this replica leads, that is, polls. */
  leads(): boolean;
}

/** Much shorter than the usual scrape interval of 15 s. */
const GAUGE_MS = 1_000;

/** Keeps the gauges up to date. Returns a function that stops it. */
export function followGauges({ metrics, feed, store, leads }: GaugesDeps): () => void {
  function noteRates(): void {
    const snapshot = feed.snapshot();
    if (snapshot === null) return;
    metrics.seq.set(snapshot.seq);
    for (const { base: code, status: now, date, fetchedAt } of snapshot.rates) {
      for (const status of Status.options) metrics.rateStatus.set({ code, status }, status === now ? 1 : 0);
      metrics.fixingDate.set({ code }, Date.parse(date) / 1000);
      metrics.rateRead.set({ code }, Date.parse(fetchedAt) / 1000);
    }
  }

  function noteStore(): void {
    const { isUp, leader, changesBehind, behindMs } = store.health();
    metrics.leads.set(leads() ? 1 : 0);
    metrics.leader.reset();
    if (leader !== null) metrics.leader.set({ replica: leader }, 1);
    metrics.storeUp.set(isUp ? 1 : 0);
    metrics.changesBehind.set(changesBehind);
    metrics.secondsBehind.set(behindMs / 1000);
  }

  noteRates();
  noteStore();
  const timer = setInterval(noteStore, GAUGE_MS);
  const stopListening = feed.listen(noteRates);
  return () => {
    clearInterval(timer);
    stopListening();
  };
}
