// The wiring: builds every part and joins them. The only file that knows everything.
import type { Config } from './config.ts';
import { messageOf, TickerError } from './errors.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { beginLeaderTasks } from './poll/leader-tasks.ts';
import { createLeadership } from './poll/leadership.ts';
import { readSeedFile } from './poll/seed-watch.ts';
import { createArchive } from './publish/archive.ts';
import { createFeed } from './publish/feed.ts';
import { createHub } from './publish/hub.ts';
import type { SourceReport } from './rates/wire.ts';
import { createDoor } from './serve/http/admission.ts';
import { createApp } from './serve/http/app.ts';
import { type Listener, listen } from './serve/http/listener.ts';
import { createFront } from './serve/http/pipeline.ts';
import { createOps } from './serve/operators.ts';
import type { WidgetFile } from './serve/routes/widget.ts';
import type { Peer } from './serve/stream/peer.ts';
import { createStream } from './serve/stream/streams.ts';
import { selectSources } from './sources/registry.ts';
import { openStateFiles } from './store/embedded/state-files.ts';
import { createMemoryStore } from './store/embedded/store.ts';
import { readRedisUrl } from './store/redis/address.ts';
import type { Store } from './store/store.ts';

export interface ServiceDeps {
  config: Config;
  log: Log;
  widget: WidgetFile;
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
/** Dashboards read every 15 s or so. */
const GAUGE_MS = 1_000;

/** Starts everything; on return `/rates` answers, unless a shared store is out of reach: then `/healthz` does. Throws `config-invalid` for what the machine does not allow. */
export async function startService(deps: ServiceDeps): Promise<Service> {
  const { config, log, widget, now = () => new Date(), random = Math.random } = deps;
  const metrics = createMetrics();
  const { selectedSources, publisherOf } = selectSources(config.sources, config.origins, config.keys);
  const codes = [...publisherOf.keys()];
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

  const admits = (rate: { base: string; source: { kind: string } }) =>
    rate.source.kind !== 'demo' || publisherOf.get(rate.base) === 'demo';
  const feed = await createFeed(store, { codes, admits }, PATIENCE_MS);
  const archive = createArchive({ store, feed, log, publisherOf });
  const hub = createHub<Peer>(feed, now, {
    sent: (writes) => metrics.streamWrites.inc(writes),
    conflated: () => metrics.conflations.inc(),
  });
  const stopGauges = followGauges();

  const door = createDoor(config, log, metrics);
  const app = createApp({
    feed,
    archive,
    codes,
    reports,
    widget,
    publicUrl: config.publicUrl,
    stopping: () => stopping,
    now: () => now().getTime(),
    onError: (error, requestId) => log.error({ reason: messageOf(error), requestId }, 'a request failed'),
  });
  const stream = createStream({
    hub,
    door,
    metrics,
    codes,
    now,
    random,
    answer: (request, response) => front(request, response),
  });
  const front = createFront({
    door,
    metrics,
    listed: config.allowedOrigins !== null,
    app,
    accessLog: config.logLevel === 'debug' ? log : null,
    stream: stream.serve,
  });
  const main = await listenOr('PORT', () => listen(front, config.port, config.host));
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
      log,
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

  function followGauges(): () => void {
    const note = () => {
      const snapshot = feed.snapshot();
      if (snapshot === null) return;
      metrics.seq.set(snapshot.seq);
      metrics.rateStatus.reset();
      for (const { base, status, date } of snapshot.rates) {
        metrics.rateStatus.set({ code: base, status }, 1);
        metrics.fixingDate.set({ code: base }, Date.parse(date) / 1000);
      }
    };
    const noteStore = () => {
      const { isUp, leader, changesBehind, behindMs } = store.health();
      metrics.leads.set(lead.leads() ? 1 : 0);
      metrics.leader.reset();
      if (leader !== null) metrics.leader.set({ replica: leader }, 1);
      metrics.storeUp.set(isUp ? 1 : 0);
      metrics.changesBehind.set(changesBehind);
      metrics.secondsBehind.set(behindMs / 1000);
    };
    note();
    noteStore();
    const timer = setInterval(noteStore, GAUGE_MS);
    const stopListening = feed.listen(note);
    return () => {
      clearInterval(timer);
      stopListening();
    };
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
      archive.stop();
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
