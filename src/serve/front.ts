// serve: what every request passes before its route: the limit, CORS, the method, the count.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Metrics } from '../metrics.ts';
import type { Door } from './door.ts';

export interface FrontDeps {
  door: Door;
  metrics: Metrics;
  /** Whether an origin list is set: then the answer names the origin, and caches must keep them apart. */
  listed: boolean;
  app: Hono;
  /** Answers `/stream`. */
  stream(request: IncomingMessage, response: ServerResponse): void;
}

/** A day: browsers ask the same preflight again for every poll otherwise. */
const PREFLIGHT_S = 86_400;

/** Outside the router on purpose: a middleware makes every handler asynchronous, which costs a third of its speed. */
export function createFront({ door, metrics, listed, app, stream }: FrontDeps): RequestListener {
  const routes = getRequestListener(app.fetch);

  function cors(request: IncomingMessage, response: ServerResponse): void {
    const { origin, host } = request.headers;
    response.setHeader('x-content-type-options', 'nosniff');
    if (!listed) response.setHeader('access-control-allow-origin', '*');
    else {
      response.setHeader('vary', 'origin');
      if (origin === undefined || !door.admitsOrigin(origin, host)) return;
      response.setHeader('access-control-allow-origin', origin);
    }
    response.setHeader('access-control-expose-headers', 'etag, retry-after, ratelimit');
  }

  return (request, response) => {
    const { method, url = '' } = request;
    if (method === 'GET' && isStream(url) && response.socket !== null) {
      // Counted as a stream, by the door: a thousand that return at once are no flood of requests.
      cors(request, response);
      return stream(request, response);
    }
    response.once('finish', () => {
      metrics.requests.inc({ route: routeOf(url), status: response.statusCode });
    });
    cors(request, response);
    const turnedAway = door.admitRequest(request);
    if (turnedAway !== null) {
      const retry = turnedAway.retryAfterS ?? 1;
      const headers = { 'retry-after': retry, ratelimit: `"default";r=0;t=${retry}` };
      return refuse(response, turnedAway.status, turnedAway.detail, headers);
    }
    if (method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', 'GET, HEAD');
      response.setHeader('access-control-allow-headers', 'if-none-match, last-event-id');
      response.setHeader('access-control-max-age', PREFLIGHT_S);
      response.writeHead(204).end();
      return;
    }
    if (method !== 'GET' && method !== 'HEAD') {
      return refuse(response, 405, 'only GET and HEAD are answered here', { allow: 'GET, HEAD' });
    }
    return routes(request, response);
  };
}

function refuse(
  response: ServerResponse,
  status: number,
  detail: string,
  headers: Record<string, string | number>,
): void {
  response.writeHead(status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail }));
}

/** A second request on a connection has no socket of its own until the first is answered: a stream never is. */
function isStream(url: string): boolean {
  return url === '/stream' || url.startsWith('/stream?');
}

const ROUTES =
  /^\/(?:rates(?:\.txt|\.csv|\.ndjson)?|sources|convert|docs|openapi\.json|asyncapi\.json|stream|embed|oembed|widget(?:\.js|\.json)|healthz|readyz|)$/;

/** A label from a closed set: paths come from strangers, and each new one would be a time series for ever. */
function routeOf(url: string): string {
  const path = url.split('?', 1)[0] ?? '';
  if (ROUTES.test(path)) return path;
  if (path.startsWith('/rates/'))
    return path.includes('/history') ? '/rates/{code}/history' : '/rates/{code}';
  return path.startsWith('/widget/') ? '/widget/{version}' : 'other';
}
