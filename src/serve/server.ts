// serve: the public listener and the operators' listener, with everything that answers on them.
import type { Config } from '../config.ts';
import { messageOf, TickerError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics.ts';
import type { Archive } from '../publish/archive.ts';
import type { Feed } from '../publish/feed.ts';
import type { Hub } from '../publish/hub.ts';
import type { Code } from '../rates/fixing.ts';
import type { SourceReport } from '../rates/wire.ts';
import { createApp } from './app.ts';
import { type HttpListener, listen } from './http/connections/listener.ts';
import { createAdmission, refuseBy } from './http/limits/admission.ts';
import { createOperatorsApp } from './operators/app.ts';
import { createPipeline } from './pipeline.ts';
import type { WidgetFile } from './routes/widget.ts';
import type { Peer } from './stream/peer.ts';
import { createStream } from './stream/streams.ts';
import { createUnrouted } from './unrouted.ts';

export interface ServerDeps {
  config: Config;
  log: Log;
  metrics: Metrics;
  now: () => Date;
  random: () => number;
  feed: Feed;
  archive: Archive;
  hub: Hub<Peer>;
  codes: readonly Code[];
  widget: WidgetFile;
  reports(): Promise<SourceReport[]>;
  /** Whether this replica leads, that is, polls. */
  leads(): boolean;
  /** Polls one source or all now; `null` for an unknown id. */
  pollNow(source: string | undefined): Promise<unknown[] | null>;
}

export interface Server {
  port: number;
  /** `null` when the operators' listener is off. */
  opsPort: number | null;
  /** Answers 503 to new streams and `/readyz` from now on, and ends the open streams. */
  closeStreams(): Promise<void>;
  /** Closes the listeners once the requests in progress are answered. */
  close(): Promise<void>;
}

/** Opens both listeners. Throws `config-invalid` for an address that cannot be listened on. */
export async function startServer(deps: ServerDeps): Promise<Server> {
  const { config, log, metrics, now, random, feed, archive, hub, codes, widget, reports } = deps;
  let stopping = false;
  const admission = createAdmission(config, log, metrics);
  const app = createApp({
    feed,
    archive,
    codes,
    reports,
    widget,
    publicUrl: config.publicUrl,
    limits: config,
    stopping: () => stopping,
    now: () => now().getTime(),
    onError: (error, failed) => log.error({ reason: messageOf(error), ...failed }, 'a request failed'),
  });
  const stream = createStream({
    hub,
    admission,
    metrics,
    codes,
    random,
    answer: (request, response) => pipeline(request, response),
  });
  const listed = config.allowedOrigins !== null;
  const accessLog = config.logLevel === 'debug' ? log : null;
  const pipeline = createPipeline({ admission, metrics, listed, app, accessLog, stream });
  const unrouted = createUnrouted({ metrics, accessLog, stream });
  const refuse = refuseBy(admission);
  const main = await listenOr('PORT', () =>
    listen(pipeline, config.port, config.host, { refuse, ...unrouted }),
  );
  const ops = await listenForOperators(deps, () => stopping);

  return {
    port: main.port,
    opsPort: ops?.port ?? null,
    async closeStreams() {
      stopping = true;
      await stream.close();
    },
    async close() {
      admission.stop();
      await Promise.all([main.close(), ops?.close()]);
    },
  };
}

async function listenForOperators(
  { config, log, metrics, feed, leads, pollNow }: ServerDeps,
  stopping: () => boolean,
): Promise<HttpListener | null> {
  if (config.opsPort === null) return null;
  const routes = createOperatorsApp({
    feed,
    metrics,
    log,
    adminToken: config.adminToken,
    leads,
    pollNow,
    stopping,
  });
  const open = () => listen(routes, config.opsPort ?? 0, config.opsHost);
  if (config.opsPortChosen) return listenOr('OPS_PORT', open);
  return open().catch((error: unknown) => {
    // Two services on one machine have the same default port. The second must still start.
    log.warn({ port: config.opsPort, reason: messageOf(error) }, 'no operators’ listener; set OPS_PORT');
    return null;
  });
}

/** An address that cannot be listened on is reported like any other bad setting. */
async function listenOr(key: 'PORT' | 'OPS_PORT', open: () => Promise<HttpListener>): Promise<HttpListener> {
  try {
    return await open();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // These two codes mean a busy or a privileged port. Any other one means that the machine does not have the host.
    const isPort = code === 'EADDRINUSE' || code === 'EACCES';
    throw new TickerError(
      'config-invalid',
      `${isPort ? key : key.replace('PORT', 'HOST')}: ${messageOf(error)}`,
    );
  }
}
