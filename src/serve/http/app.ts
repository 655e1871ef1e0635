// serve: the routes that the world sees.
import { Hono } from 'hono';
import type { Archive } from '../../publish/archive.ts';
import type { Feed } from '../../publish/feed.ts';
import type { SourceReport } from '../../rates/wire.ts';
import { createAsyncApiRoutes } from '../description/asyncapi.ts';
import { createPageRoutes } from '../pages/configurator/routes.ts';
import { createDocsRoutes } from '../pages/docs/routes.ts';
import { createEmbedRoutes } from '../pages/embed/routes.ts';
import { createConvertRoutes } from '../routes/convert.ts';
import { createHealthRoutes } from '../routes/health.ts';
import { createHistoryRoutes } from '../routes/history.ts';
import { createRatesRoutes } from '../routes/rates.ts';
import { createWidgetRoutes, integrityOf, type WidgetFile } from '../routes/widget.ts';
import { answer, prepare } from './prepared.ts';
import { notFound, problem } from './problem.ts';

export interface AppDeps {
  feed: Feed;
  archive: Archive;
  codes: readonly string[];
  reports(): Promise<SourceReport[]>;
  widget: WidgetFile;
  publicUrl: string | null;
  stopping(): boolean;
  /** Told of what a route threw: the client learns only that it was not its fault. */
  onError(error: unknown): void;
}

const UPGRADE = { upgrade: 'websocket', connection: 'upgrade' };

export function createApp(deps: AppDeps): Hono {
  const { feed, archive, codes, reports, widget, publicUrl, stopping, onError } = deps;
  const pinned = { version: widget.version, integrity: integrityOf(widget.script) };
  const app = new Hono();
  app.route('/', createRatesRoutes(feed, codes));
  app.route('/', createHistoryRoutes(archive, codes));
  app.route('/', createConvertRoutes(feed, codes));
  app.route('/', createWidgetRoutes(widget, publicUrl ?? ''));
  app.route('/', createDocsRoutes(widget.version, publicUrl));
  app.route('/', createAsyncApiRoutes(widget.version, publicUrl, codes));
  app.route('/', createHealthRoutes(feed, stopping));
  app.get('/sources', async (c) => {
    const body = prepare(JSON.stringify({ sources: await reports() }), 'application/json');
    // Polls move it every few minutes, and an operator who looks wants to see the last one.
    return answer(body, c.req.header('if-none-match'), 'no-cache');
  });
  // A handshake never comes here; who has come by mistake learns what is missing.
  app.get('/ws', () => problem(426, 'a WebSocket handshake is due here; without one, take /stream', UPGRADE));
  app.route('/', createEmbedRoutes(feed, codes, publicUrl));
  app.route('/', createPageRoutes({ publicUrl, codes, pinned }));
  app.notFound((c) => notFound(`nothing at ${c.req.path.slice(0, 100)}`));
  app.onError((error) => {
    onError(error);
    return problem(500, 'this is a fault of the service and is logged');
  });
  return app;
}
