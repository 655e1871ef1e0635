// serve: the public routes, joined into one application.
import type { IncomingMessage } from 'node:http';
import type { Hono } from 'hono';
import type { Archive } from '../publish/archive.ts';
import type { Feed } from '../publish/feed.ts';
import type { Rate, SourceReport } from '../rates/wire.ts';
import { createCurrentDescription } from './description/current.ts';
import { withExamples } from './description/examples.ts';
import { createOpenApi, type OpenApi } from './description/openapi.ts';
import { type CurrentAnswers, createCurrentAnswers } from './http/answers/current.ts';
import { notFound, problem } from './http/problem.ts';
import { idOf } from './http/request-id.ts';
import type { Route } from './http/route.ts';
import { createLabels, createRouter } from './http/router.ts';
import { createConfiguratorRoute } from './pages/configurator/routes.ts';
import type { Limits } from './pages/docs/limits.ts';
import { createDocsRoute } from './pages/docs/routes.ts';
import { createEmbedRoutes } from './pages/embed/routes.ts';
import { createAtomRoutes } from './routes/atom.ts';
import { createConvertRoutes } from './routes/convert.ts';
import { createDescriptionRoutes } from './routes/description.ts';
import { createHealthRoutes } from './routes/health.ts';
import { createHistoryRoutes } from './routes/history.ts';
import { createPictureRoutes } from './routes/pictures.ts';
import { createRateRoutes } from './routes/rate.ts';
import { createRatesRoutes } from './routes/rates.ts';
import { createSourcesRoutes } from './routes/sources.ts';
import { createStreamRoutes } from './routes/streams.ts';
import { createWidgetRoutes, integrityOf, type WidgetFile } from './routes/widget.ts';

/** The request that failed, for the log. */
export interface FailedRequest {
  requestId: string | undefined;
  method: string;
  /** The path in its description. */
  route: string;
}

export interface AppDeps {
  feed: Feed;
  archive: Archive;
  codes: readonly string[];
  reports(): Promise<SourceReport[]>;
  widget: WidgetFile;
  publicUrl: string | null;
  /** As the operator has set them. The documentation page shows them. */
  limits: Limits;
  stopping(): boolean;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Milliseconds of a monotonic clock. */
  monotonicMs?: () => number;
  /** Called with what a route threw. The client gets a 500 without the reason. */
  onError(error: unknown, failed: FailedRequest): void;
}

/** The routes as one application, and the metric label of each address. */
export interface App {
  fetch: Hono['fetch'];
  request: Hono['request'];
  labelOf(url: string): string;
  /** Finds an answer that can be sent without the router. */
  findCurrent: CurrentAnswers['find'];
}

export function createApp(deps: AppDeps): App {
  const { onError, feed, now = Date.now } = deps;
  const answers = createCurrentAnswers(feed, now);
  // With a host, so that /oembed without PUBLIC_URL accepts an address of this host.
  const askHere = (path: string) => app.request(path, { headers: { host: 'localhost' } });
  const routes = routesOf(deps, answers, askHere);
  const app = createRouter(routes);
  const labelOf = createLabels(routes);
  app.notFound((c) => notFound(`nothing at ${c.req.path.slice(0, 100)}`));
  app.onError((error, c) => {
    // The adapter has a copy of the headers as the client sent them, without the checked id.
    const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
    const requestId = incoming && idOf(incoming);
    onError(error, { requestId, method: c.req.method, route: labelOf(c.req.path) });
    return problem(500, 'the service failed; the failure is logged');
  });
  const { fetch, request } = app;
  return { fetch, request, labelOf, findCurrent: answers.find };
}

/** `ask` sends a request to the whole application, for the examples in the API description. */
function routesOf(
  deps: AppDeps,
  answers: CurrentAnswers,
  ask: (path: string) => Response | Promise<Response>,
): Route[] {
  const { feed, archive, codes, reports, widget, publicUrl, limits, stopping, now } = deps;
  const { monotonicMs = () => performance.now() } = deps;
  const base = publicUrl ?? '';
  const { version } = widget;
  let description: OpenApi | undefined;
  const describe = (): OpenApi => {
    description ??= createOpenApi(version, publicUrl, codes, routes);
    return description;
  };
  const describeNow = createCurrentDescription(
    feed,
    async (shown: Rate | undefined): Promise<OpenApi> =>
      shown === undefined ? describe() : withExamples(describe(), routes, shown, ask),
    monotonicMs,
  );
  const routes: Route[] = [
    ...createRatesRoutes(feed, codes, answers),
    ...createRateRoutes(feed, codes, answers),
    ...createHistoryRoutes(archive, codes),
    ...createConvertRoutes(feed, codes),
    ...createAtomRoutes({ feed, archive, codes, base }),
    ...createPictureRoutes({ feed, archive, codes, now }),
    ...createSourcesRoutes(reports),
    ...createStreamRoutes(),
    ...createWidgetRoutes(widget, base),
    createConfiguratorRoute({ publicUrl, codes, pinned: { version, integrity: integrityOf(widget.script) } }),
    createDocsRoute({ version, publicUrl, codes, feed, limits, describe: describeNow }),
    ...createEmbedRoutes(feed, codes, publicUrl),
    ...createDescriptionRoutes({ version, publicUrl, codes, feed, describe: describeNow }),
    ...createHealthRoutes(feed, stopping),
  ];
  return routes;
}
