// The wiring: builds every part and joins them. The only file that knows everything.
import type { Config } from './config.ts';
import { messageOf, TickerError } from './errors.ts';
import { followGauges } from './gauges.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { beginLeaderTasks } from './poll/leader-tasks.ts';
import { createLeadership } from './poll/leadership.ts';
import { readSeedFile } from './poll/seed-watch.ts';
import { startTallies } from './poll/tallies.ts';
import { createArchive } from './publish/archive.ts';
import { createFeed } from './publish/feed.ts';
import { createHub } from './publish/hub.ts';
import type { SourceReport } from './rates/wire.ts';
import { createDoor, refuseBy } from './serve/http/admission.ts';
import { createApp } from './serve/http/app.ts';
import { type Listener, listen } from './serve/http/listener.ts';
import { createFront } from './serve/http/pipeline.ts';
import { createOps } from './serve/operators.ts';
import type { WidgetFile } from './serve/routes/widget.ts';
import type { Peer } from './serve/stream/peer.ts';
import { createStream } from './serve/stream/streams.ts';
import { selectSources } from './sources/selection.ts';
import { openStateFiles } from './store/embedded/state-files.ts';
import { createMemoryStore } from './store/embedded/store.ts';
import { readRedisUrl } from './store/redis/address.ts';
import type { Store } from './store/store.ts';

export interface ServiceDeps {
  config: Config;
  log: Log;
  widget: WidgetFile;
  /** Of the package. */
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

/** A shared store that is there answers within a tenth of this; one that is not must not keep `/healthz` waiting. */
const PATIENCE_MS = 1_000;

/** Starts everything; on return `/rates` answers, unless a shared store is out of reach: then `/healthz` does. Throws `config-invalid` for what the machine does not allow. */
export async function startService(deps: ServiceDeps): Promise<Service> {
  const { config, log, widget, now = () => new Date(), random = Math.random } = deps;
  const metrics = createMetrics();
  const { selectedSources, publisherOf, admits } = selectSources(config.sources, config.origins, config.keys);
  const codes = [...publisherOf.keys()];
  startTallies(metrics, selectedSources);
  let stopping = false;

  if (config.seedFile !== null) await readSeedFile(config.seedFile);
  const store = await openStore();
  let announce = () => {};
  const listening = new Promise<void>((resolve) => {
    announce = resolve;
  });
  const lead = createLeadership({
    store,
    log,
    listening,
    begin: (led) =>
      beginLeaderTasks(led, { ...config, selectedSources, publisherOf, log, metrics, now, random }),
  });
  // A process of its own leads at once, and a start that fails is told; a shared store may be led by another.
  if (config.redisUrl === null) await lead.begun;

  await firstReading(store);
  const feed = createFeed(store.view, { codes, admits });
  const archive = createArchive(store.view, publisherOf);
  const hub = createHub<Peer>(feed, now, {
    sent: (writes) => metrics.streamWrites.inc(writes),
    conflated: () => metrics.conflations.inc(),
  });
  metrics.build.set({ version: deps.version, node: process.version }, 1);
  const stopGauges = followGauges({ metrics, feed, store, leads: lead.leads });

  const door = createDoor(config, log, metrics);
  const app = createApp({
    feed,
    archive,
    codes,
    reports,
    widget,
    publicUrl: config.publicUrl,
    stopping: () => stopping,
    onError: (error) => log.error({ reason: messageOf(error) }, 'a request failed'),
  });
  const stream = createStream({
    hub,
    door,
    metrics,
    codes,
    random,
    answer: (request, response) => front(request, response),
  });
  const front = createFront({
    door,
    metrics,
    listed: config.allowedOrigins !== null,
    app,
    stream,
  });
  const refuse = refuseBy(door);
  const main = await listenOr('PORT', () => listen(front, config.port, config.host, { refuse }));
  main.server.on('upgrade', stream.upgrade);
  const ops = await listenForOps();
  announce();
  log.info({ port: main.port, opsPort: ops?.port ?? null, sources: config.sources, codes }, 'listening');

  async function openStore(): Promise<Store> {
    if (config.redisUrl === null) {
      const files = config.dataDir === null ? null : await openStateFiles(config.dataDir);
      return createMemoryStore({ files, log, now });
    }
    const address = readRedisUrl(config.redisUrl);
    if ('problem' in address) throw new TickerError('config-invalid', `REDIS_URL: ${address.problem}`);
    // Loaded only where it is asked for: the client of Redis is a fifth of the time that a start takes.
    const { createRedisStore } = await import('./store/redis/store.ts');
    return createRedisStore({ address, prefix: config.redisPrefix, log, now, random });
  }

  async function listenForOps(): Promise<Listener | null> {
    if (config.opsPort === null) return null;
    const routes = createOps({
      feed,
      metrics,
      adminToken: config.adminToken,
      leads: lead.leads,
      pollNow: lead.pollNow,
      stopping: () => stopping,
    });
    const open = () => listen(routes, config.opsPort ?? 0, config.opsHost);
    if (config.opsPortChosen) return listenOr('OPS_PORT', open);
    return open().catch((error: unknown) => {
      // Two services on one machine share the default; neither must keep the other from its work.
      log.warn({ port: config.opsPort, reason: messageOf(error) }, 'no operators’ listener; set OPS_PORT');
      return null;
    });
  }

  /** Those of the configured sources, in their order: a shared store may hold more than these. */
  async function reports(): Promise<SourceReport[]> {
    const all = await store.reports();
    return config.sources.flatMap((id) => all.find((report) => report.id === id) ?? []);
  }

  return {
    port: main.port,
    opsPort: ops?.port ?? null,
    async stop() {
      if (stopping) return;
      stopping = true;
      stopGauges();
      await Promise.all([lead.stop(), stream.close()]);
      hub.stop();
      feed.stop();
      door.stop();
      await Promise.all([main.close(), ops?.close()]);
      await store.close();
      log.info('stopped');
    },
  };
}

/** An address that cannot be listened on is a bad setting: named like the others. */
async function listenOr(key: 'PORT' | 'OPS_PORT', open: () => Promise<Listener>): Promise<Listener> {
  try {
    return await open();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // A busy or a privileged port; anything else says that the machine does not have the host.
    const isPort = code === 'EADDRINUSE' || code === 'EACCES';
    throw new TickerError(
      'config-invalid',
      `${isPort ? key : key.replace('PORT', 'HOST')}: ${messageOf(error)}`,
    );
  }
}

/** Waits for the first reading of a shared store, and no longer than a store takes that is there. */
async function firstReading(store: Store): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([store.snapshot(), patience]);
  clearTimeout(timer);
}
