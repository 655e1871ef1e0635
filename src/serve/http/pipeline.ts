// serve: what every request passes before its route: the limit, CORS, the method, the count.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Log } from '../../log.ts';
import type { Metrics } from '../../metrics.ts';
import { EVENT_STREAM } from '../stream/sse.ts';
import type { Stream } from '../stream/streams.ts';
import { type Admission, problemFor } from './admission.ts';
import type { App } from './app.ts';
import { createCommonHeaders } from './common-headers.ts';
import { cutConnection } from './cut.ts';
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

const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD',
  'access-control-allow-headers': 'if-none-match, last-event-id',
  // A day: browsers ask the same preflight again for every poll otherwise.
  'access-control-max-age': '86400',
};
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

  const common = createCommonHeaders(listed);
  const openTo = (origin: string | undefined, host: string | undefined): string | null => {
    if (!listed) return '*';
    return origin !== undefined && admission.admitsOrigin(origin, host) ? origin : null;
  };

  return (request, response) => {
    const { method, url = '' } = request;
    // A stream does not end by itself: a request behind it would wait for ever, and 65 kB of them were kept as 13 MB.
    if (response.socket === null && stream.holds(request.socket)) return cutConnection(request.socket);
    const requestId = requestIdOf(request.headers[REQUEST_ID]);
    // From here on a request has this id, whatever came.
    request.headers[REQUEST_ID] = requestId;
    common.addTo(response, openTo(request.headers.origin, request.headers.host), requestId);
    if (accessLog !== null) logAccess(accessLog, request, response, requestId);
    if (method === 'GET' && isStream(url) && response.socket !== null) {
      // Counted as a stream, by the admission: a thousand that return at once are no flood of requests.
      return stream.serve(request, response);
    }
    response.once('finish', () => {
      metrics.requests.inc({ route: app.labelOf(url), status: response.statusCode });
    });
    // A flood from behind the same proxy must not look like our death to whoever restarts us.
    const turnedAway = PROBES.has(url) ? null : admission.admitRequest(request);
    if (turnedAway !== null) return sendProblem(response, problemFor(turnedAway));
    if (method === 'OPTIONS') {
      response.writeHead(204, PREFLIGHT).end();
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
