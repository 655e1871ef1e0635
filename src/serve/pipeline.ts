// serve: the steps that every request passes before its route: limit, CORS, method, count.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Metrics } from '../metrics.ts';
import type { App } from './app.ts';
import { type AccessLog, logAccess } from './http/access-log.ts';
import { sendForm } from './http/answers/form.ts';
import { createCommonHeaders } from './http/common-headers.ts';
import { cutConnection } from './http/connections/cut.ts';
import type { Admission } from './http/limits/admission.ts';
import { problemFor } from './http/limits/refusal.ts';
import { problem, problemOf, sendProblem } from './http/problem.ts';
import { createRequestIds, REQUEST_ID } from './http/request-id.ts';
import { isForEvents } from './stream/paths.ts';
import { EVENT_STREAM } from './stream/sse.ts';
import type { Stream } from './stream/streams.ts';

export interface PipelineDeps {
  admission: Admission;
  metrics: Metrics;
  /** Whether ALLOWED_ORIGINS is a list: then an answer names its origin, and caches must keep one copy for each. */
  listed: boolean;
  app: Pick<App, 'fetch' | 'labelOf' | 'findCurrent'>;
  /** The log of requests, written when a request is over; `null` = none. */
  accessLog: AccessLog | null;
  /** Answers `/stream`. */
  stream: Pick<Stream, 'serve' | 'holds'>;
}

const PREFLIGHT = {
  allow: 'GET, HEAD, OPTIONS',
  'access-control-allow-methods': 'GET, HEAD',
  // HTTP libraries and monitoring add headers of their own, such as Content-Type to a GET. Without `*` the browser would
  // not send such a request. `*` does not include Authorization. The other names are those that the service reads, for
  // browsers that do not support `*`.
  'access-control-allow-headers':
    '*, authorization, if-none-match, if-modified-since, last-event-id, x-request-id',
  // A day: otherwise browsers send the same preflight request before every poll.
  'access-control-max-age': '86400',
};
/** The adapter answers 400 for a Host that is no host. So any other form goes through it, and ports above 64999. */
const PLAIN_HOST = /^[\w.-]+(?::(?:[0-5]?\d{1,4}|6[0-4]\d{3}))?$/;
/** Some probes add a query so that no cache answers them. */
const PROBE = /^\/(?:healthz|readyz)(?:\?|$)/;

/** Not in the router: a middleware makes every handler asynchronous, which costs a third of the throughput. */
export function createPipeline(deps: PipelineDeps): RequestListener {
  const { admission, metrics, listed, app, accessLog, stream } = deps;
  const requestIdOf = createRequestIds();
  const routes = getRequestListener(app.fetch, {
    // HTTP/1.0 has no Host header, and some health checks still use it: HAProxy's `option httpchk` by default.
    hostname: 'localhost',
    errorHandler: (error) =>
      error instanceof RequestError ? problem(400, error.message) : problem(500, 'the service failed'),
  });

  const common = createCommonHeaders(listed);
  const openTo = (origin: string | undefined, host: string | undefined): string | null => {
    if (!listed) return '*';
    return origin !== undefined && admission.admitsOrigin(origin, host) ? origin : null;
  };

  const count = (url: string, status: number): void =>
    metrics.requests.inc({ route: app.labelOf(url), status });

  /** Answers without the router where it has answered the address before. Lines of the access log need a request id. */
  function answerAgain(request: IncomingMessage, response: ServerResponse, origin: string | null): boolean {
    const { method, url = '', headers } = request;
    if (method !== 'GET' || accessLog !== null || !PLAIN_HOST.test(headers.host ?? '')) return false;
    const choice = app.findCurrent(url, headers);
    if (choice === null) return false;
    sendForm(response, choice, (head) => common.joinedTo(head, origin));
    count(url, response.statusCode);
    return true;
  }

  return (request, response) => {
    const { method, url = '', headers, socket } = request;
    // A stream does not end by itself, so a request behind it would wait for ever. 65 kB of such requests took 13 MB.
    if (response.socket === null && stream.holds(socket)) return cutConnection(socket);
    const opensStream = method === 'GET' && isForEvents(url) && response.socket !== null;
    // Health checks are never limited: a flood through the same proxy must not make an orchestrator restart the
    // service. The admission counts a stream as a stream: a thousand that return at once are not a flood of requests.
    const refusal = opensStream || PROBE.test(url) ? null : admission.admitRequest(request);
    const origin = openTo(headers.origin, headers.host);
    if (refusal === null && answerAgain(request, response, origin)) return;
    const requestId = requestIdOf(headers[REQUEST_ID]);
    // From here on every reader of this header gets the checked id.
    headers[REQUEST_ID] = requestId;
    common.addTo(response, origin, requestId);
    if (accessLog !== null)
      logAccess(accessLog, { requestId, method, url }, response, () => response.statusCode);
    if (opensStream) return stream.serve(request, response);
    response.once('finish', () => count(url, response.statusCode));
    if (refusal !== null) return sendProblem(response, problemFor(refusal));
    // Unlike HTTP/1.0, HTTP/1.1 has a Host in every request (RFC 9112, 3.2).
    if (headers.host === undefined && request.httpVersion !== '1.0')
      return sendProblem(response, problemOf(400, 'HTTP/1.1 needs a Host header'));
    if (method === 'OPTIONS') {
      response.writeHead(204, PREFLIGHT).end();
      return;
    }
    if (method !== 'GET' && method !== 'HEAD') {
      const detail = 'only GET and HEAD are answered here';
      return sendProblem(response, problemOf(405, detail, { allow: PREFLIGHT.allow }));
    }
    if (method === 'HEAD' && isForEvents(url)) {
      response.writeHead(200, EVENT_STREAM).end();
      return;
    }
    return routes(request, response);
  };
}
