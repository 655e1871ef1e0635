// test: all parts from the store to the socket, connected as in the service, with a store that the test commits to.
import { BlockList } from 'node:net';
import { createMetrics, type Metrics } from '../../../src/metrics.ts';
import { createArchive } from '../../../src/publish/archive.ts';
import { createFeed, type Feed } from '../../../src/publish/feed.ts';
import { createHub, type Hub } from '../../../src/publish/hub.ts';
import { createReports } from '../../../src/publish/reports.ts';
import type { Rate, Update } from '../../../src/rates/wire.ts';
import { createApp } from '../../../src/serve/app.ts';
import { listen } from '../../../src/serve/http/connections/listener.ts';
import { type AdmissionConfig, createAdmission, refuseBy } from '../../../src/serve/http/limits/admission.ts';
import { createPipeline } from '../../../src/serve/pipeline.ts';
import type { Peer } from '../../../src/serve/stream/peer.ts';
import { createStream, type Stream } from '../../../src/serve/stream/streams.ts';
import { createUnrouted } from '../../../src/serve/unrouted.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import { FIVE, rateFor } from '../figures.ts';
import { createQuietLog } from '../recorded-log.ts';

export interface ServingParts {
  /** `http://127.0.0.1:port` */
  origin: string;
  port: number;
  feed: Feed;
  hub: Hub<Peer>;
  stream: Stream;
  metrics: Metrics;
  /** The number of open connections, with upgraded ones. */
  connections(): Promise<number>;
  commit(...rates: Rate[]): Promise<Update | null>;
  stop(): Promise<void>;
}

/** Opens it on a free port, with all codes at 1 local unit for a dollar. `onFanOut` is called after each fan-out. */
export async function startParts(
  config: Partial<AdmissionConfig> = {},
  port = 0,
  onFanOut: () => void = () => {},
): Promise<ServingParts> {
  const { log } = createQuietLog();
  const store = await createEmbeddedStore({ files: null, log });
  const commit = (...rates: Rate[]) => store.commit({ rates, fixings: [] });
  await commit(...FIVE.map((code) => rateFor(code, '1')));
  const feed = createFeed(store.view, { codes: FIVE, admits: () => true });
  const metrics = createMetrics();
  const hub = createHub<Peer>(feed, () => new Date(), {
    sent(writes) {
      metrics.streamWrites.inc(writes);
      onFanOut();
    },
    conflated: () => metrics.conflations.inc(),
  });
  const open = { allowedOrigins: null, publicUrl: null, trustedProxies: new BlockList() };
  const limits = { maxClients: 50_000, maxClientsPerAddress: 50_000, rateLimit: 0 };
  const admission = createAdmission({ ...open, ...limits, ...config }, log, metrics);
  const app = createApp({
    feed,
    archive: createArchive(store.view, { publisherOf: new Map(), seedId: 'seed', kindOf: () => 'official' }),
    codes: FIVE,
    reports: createReports(store, []),
    widget: { script: '', version: '0', words: { ru: '{}' }, parts: {} },
    publicUrl: null,
    limits,
    stopping: () => false,
    onError: (error) => {
      throw error;
    },
  });
  const stream = createStream({
    hub,
    admission,
    metrics,
    codes: FIVE,
    answer: (request, response) => pipeline(request, response),
  });
  const pipeline = createPipeline({
    admission,
    metrics,
    listed: (config.allowedOrigins ?? null) !== null,
    app,
    accessLog: null,
    stream,
  });
  const refuse = refuseBy(admission);
  const main = await listen(pipeline, port, '127.0.0.1', {
    refuse,
    ...createUnrouted({ metrics, accessLog: null, stream }),
  });
  return {
    origin: `http://127.0.0.1:${main.port}`,
    port: main.port,
    feed,
    hub,
    stream,
    metrics,
    connections: () =>
      new Promise((resolve) => main.server.getConnections((_error, count) => resolve(count))),
    commit,
    async stop() {
      await stream.close();
      hub.stop();
      feed.stop();
      admission.stop();
      await main.close();
      await store.close();
    },
  };
}
