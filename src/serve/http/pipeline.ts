// serve: what every request passes before its route: the limit, CORS, the method, the count.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Log } from '../../log.ts';
import type { Metrics } from '../../metrics.ts';
import { EVENT_STREAM } from '../stream/sse.ts';
import type { Stream } from '../stream/streams.ts';
import { type Admission, problemFor } from './admission.ts';
import type { App } from './app.ts';
import { problem, problemOf, sendProblem } from './problem.ts';
import { createRequestIds, REQUEST_ID } from './request-id.ts';

export interface PipelineDeps {
  admission: Admission;
  metrics: Metrics;
  /** Whether an origin list is set: then the answer names the origin, and caches must keep them apart. */
  listed: boolean;
  app: Pick<App, 'fetch' | 'labelOf'>;
  /** Where each request is noted once it is over; `null` = nowhere. */
  accessLog: Pick<Log, 'debug'> | null;
  /** Answers `/stream`. */
  stream: Pick<Stream, 'serve' | 'holds'>;
}

/** A day: browsers ask the same preflight again for every poll otherwise. */
const PREFLIGHT_S = 86_400;
const PROBES = new Set(['/healthz', '/readyz']);

/** Outside the router on purpose: a middleware makes every handler asynchronous, which costs a third of its speed. */
export function createPipeline(deps: PipelineDeps): RequestListener {
  const { admission, metrics, listed, app, accessLog, stream } = deps;
  const requestIdOf = createRequestIds();
  const routes = getRequestListener(app.fetch, {
    // HTTP/1.0 knows no Host, and health checks still speak it: HAProxy's `option httpchk` unless told.
    hostname: 'localhost',
    errorHandler: (error) =>
      error instanceof RequestError ? problem(400, error.message) : problem(500, 'a fault of the service'),
  });

  function cors(request: IncomingMessage, response: ServerResponse): void {
    const { origin, host } = request.headers;
    response.setHeader('x-content-type-options', 'nosniff');
    // All of it is public. A page that has `Cross-Origin-Embedder-Policy: require-corp` takes in nothing without this.
    response.setHeader('cross-origin-resource-policy', 'cross-origin');
    // Bodies come packed or plain. Origins count only where a list of them is set: else every page that embeds us would
    // have its own copy in every cache.
    response.setHeader('vary', listed ? 'accept-encoding, origin' : 'accept-encoding');
    if (!listed) response.setHeader('access-control-allow-origin', '*');
    else {
      if (origin === undefined || !admission.admitsOrigin(origin, host)) return;
      response.setHeader('access-control-allow-origin', origin);
    }
    response.setHeader('access-control-expose-headers', 'etag, retry-after, ratelimit, x-request-id');
  }

  return (request, response) => {
    const { method, url = '' } = request;
    // A stream does not end by itself: a request behind it would wait for ever, and 65 kB of them were kept as 13 MB.
    if (response.socket === null && stream.holds(request.socket)) return void request.socket.destroy();
    const requestId = requestIdOf(request.headers[REQUEST_ID]);
    response.setHeader(REQUEST_ID, requestId);
    if (accessLog !== null) logAccess(accessLog, request, response, requestId);
    if (method === 'GET' && isStream(url) && response.socket !== null) {
      // Counted as a stream, by the admission: a thousand that return at once are no flood of requests.
      cors(request, response);
      return stream.serve(request, response);
    }
    response.once('finish', () => {
      metrics.requests.inc({ route: app.labelOf(url), status: response.statusCode });
    });
    cors(request, response);
    // A flood from behind the same proxy must not look like our death to whoever restarts us.
    const turnedAway = PROBES.has(url) ? null : admission.admitRequest(request);
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

/** One line a request, at its end: streams end when their client goes. */
function logAccess(
  log: Pick<Log, 'debug'>,
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
  requestId: string,
): void {
  const startedMs = performance.now();
  response.once('close', () => {
    const ms = Math.round((performance.now() - startedMs) * 10) / 10;
    const { statusCode: status } = response;
    log.debug({ requestId, method, url: url.slice(0, 200), status, ms }, 'answered');
  });
}

/** A second request on a connection has no socket of its own until the first is answered: a stream never is. */
function isStream(url: string): boolean {
  return url === '/stream' || url.startsWith('/stream?');
}
