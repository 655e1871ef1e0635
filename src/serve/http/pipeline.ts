// serve: what every request passes before its route: the limit, CORS, the method, the count.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Metrics } from '../../metrics.ts';
import { EVENT_STREAM } from '../stream/sse.ts';
import type { Stream } from '../stream/streams.ts';
import { type Door, problemFor } from './admission.ts';
import { problem, problemOf, sendProblem } from './problem.ts';

export interface FrontDeps {
  door: Door;
  metrics: Metrics;
  /** Whether an origin list is set: then the answer names the origin, and caches must keep them apart. */
  listed: boolean;
  app: Hono;
  /** Answers `/stream`. */
  stream: Pick<Stream, 'serve' | 'holds'>;
}

/** A day: browsers ask the same preflight again for every poll otherwise. */
const PREFLIGHT_S = 86_400;
const PROBES = new Set(['/healthz', '/readyz']);

/** Outside the router on purpose: a middleware makes every handler asynchronous, which costs a third of its speed. */
export function createFront({ door, metrics, listed, app, stream }: FrontDeps): RequestListener {
  const routes = getRequestListener(app.fetch, {
    // HTTP/1.0 knows no Host, and health checks still speak it: HAProxy's `option httpchk` unless told.
    hostname: 'localhost',
    errorHandler: (error) =>
      error instanceof RequestError ? problem(400, error.message) : problem(500, 'a fault of the service'),
  });

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
    // A stream does not end by itself: a request behind it would wait for ever, and 65 kB of them were kept as 13 MB.
    if (response.socket === null && stream.holds(request.socket)) return void request.socket.destroy();
    if (method === 'GET' && isStream(url) && response.socket !== null) {
      // Counted as a stream, by the door: a thousand that return at once are no flood of requests.
      cors(request, response);
      return stream.serve(request, response);
    }
    response.once('finish', () => {
      metrics.requests.inc({ route: routeOf(url), status: response.statusCode });
    });
    cors(request, response);
    // A flood from behind the same proxy must not look like our death to whoever restarts us.
    const turnedAway = PROBES.has(url) ? null : door.admitRequest(request);
    if (turnedAway !== null) return sendProblem(response, problemFor(turnedAway));
    if (method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', 'GET, HEAD');
      response.setHeader('access-control-allow-headers', 'if-none-match, last-event-id');
      response.setHeader('access-control-max-age', PREFLIGHT_S);
      response.writeHead(204).end();
      return;
    }
    if (method !== 'GET' && method !== 'HEAD') {
      const detail = 'only GET and HEAD are answered here';
      return sendProblem(response, problemOf(405, detail, { allow: 'GET, HEAD' }));
    }
    if (method === 'HEAD' && isStream(url)) {
      response.writeHead(200, EVENT_STREAM).end();
      return;
    }
    return routes(request, response);
  };
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
