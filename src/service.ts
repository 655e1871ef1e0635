// The wiring: builds every part and joins them. The only file that imports from all rooms.
import type { Config } from './config.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { beginLeaderTasks } from './poll/leader-tasks.ts';
import { createLeadership } from './poll/leadership.ts';
import { readSeedFile } from './poll/seed-watch.ts';
import { startTallies } from './poll/tallies.ts';
import { createArchive } from './publish/archive.ts';
import { createFeed } from './publish/feed.ts';
import { createHub } from './publish/hub.ts';
import { createReports } from './publish/reports.ts';
import { followGauges } from './serve/operators/gauges.ts';
import type { WidgetFile } from './serve/routes/widget.ts';
import { startServer } from './serve/server.ts';
import type { Peer } from './serve/stream/peer.ts';
import { SEED_REF } from './sources/made-up/seed.ts';
import { sourceKindOf } from './sources/registry.ts';
import { selectSources } from './sources/selection.ts';
import { firstReading, openStore } from './store/open.ts';

export interface ServiceDeps {
  config: Config;
  log: Log;
  widget: WidgetFile;
  /** The version of the package. */
  version: string;
  now?: () => Date;
  random?: () => number;
}

export interface Service {
  port: number;
  /** `null` when the operators' listener is off. */
  opsPort: number | null;
  stop(): Promise<void>;
}

/**
 * Starts the service. When it resolves, `/rates` answers; while a shared store cannot be reached, only `/healthz` does.
 * Throws `config-invalid` for a setting that this machine does not allow.
 */
export async function startService(deps: ServiceDeps): Promise<Service> {
  const { config, log, widget, version, now = () => new Date(), random = Math.random } = deps;
  const metrics = createMetrics();
  metrics.build.set({ version, node: process.version }, 1);
  const selection = selectSources(config.sources, config.origins, config.keys);
  const { selectedSources, publishers, publisherOf, admits } = selection;
  const codes = [...publisherOf.keys()];
  startTallies(metrics, selectedSources);

  if (config.seedFile !== null) await readSeedFile(config.seedFile);
  const store = await openStore(config, { log, now, random });
  let announce = () => {};
  const listening = new Promise<void>((resolve) => {
    announce = resolve;
  });
  const taskDeps = { ...config, selectedSources, publisherOf, log, metrics, now, random };
  const lead = createLeadership({
    store,
    log,
    listening,
    begin: (led) => beginLeaderTasks(led, taskDeps),
  });
  // With the embedded store this process leads at once, and a failure stops the start. With a shared store another
  // replica may lead.
  if (config.redisUrl === null) await lead.begun;

  await firstReading(store);
  const feed = createFeed(store.view, { codes, admits });
  const archive = createArchive(store.view, { publisherOf, seedId: SEED_REF.id, kindOf: sourceKindOf });
  const hub = createHub<Peer>(feed, now, {
    sent: (writes) => metrics.streamWrites.inc(writes),
    conflated: () => metrics.conflations.inc(),
  });
  const stopGauges = followGauges({ metrics, feed, store, leads: lead.leads });
  const reports = createReports(store, publishers);
  const { leads, pollNow } = lead;
  const parts = { feed, archive, hub, codes, widget, reports, leads, pollNow };
  const server = await startServer({ config, log, metrics, now, random, ...parts });
  announce();
  const { port, opsPort } = server;
  log.info({ port, opsPort, sources: config.sources, codes }, 'listening');

  let stopping = false;
  return {
    port,
    opsPort,
    async stop() {
      if (stopping) return;
      stopping = true;
      stopGauges();
      await Promise.all([lead.stop(), server.closeStreams()]);
      hub.stop();
      feed.stop();
      await server.close();
      await store.close();
      log.info('stopped');
    },
  };
}
