// serve: the operators' listener: metrics, health checks, and polls on request.
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import type { Context } from 'hono';
import type { Log } from '../../log.ts';
import type { Metrics } from '../../metrics.ts';
import type { Feed } from '../../publish/feed.ts';
import { limitKey, peerOf } from '../http/limits/address.ts';
import { problemFor } from '../http/limits/refusal.ts';
import { notFound, problem } from '../http/problem.ts';
import { createRequestIds, idOf, REQUEST_ID } from '../http/request-id.ts';
import { createRouter } from '../http/router.ts';
import { createHealthRoutes } from '../routes/health.ts';
import { createWrongTokens } from './wrong-tokens.ts';

export interface OperatorsAppDeps {
  feed: Feed;
  metrics: Metrics;
  log: Log;
  adminToken: string | null;
  /** Whether this replica leads, that is, polls. */
  leads(): boolean;
  /** Polls one source or all now; `null` for an unknown id. */
  pollNow(source: string | undefined): Promise<unknown[] | null>;
  stopping(): boolean;
  /** Milliseconds of a monotonic clock. */
  nowMs?: () => number;
}

/** The outcome of an operator's request, for the audit log, and its answer. */
interface Outcome {
  outcome: 'polled' | 'unknown-source' | 'not-leading' | 'wrong-token' | 'limited';
  response: Response;
}

export function createOperatorsApp(deps: OperatorsAppDeps): RequestListener {
  const { feed, metrics, log, adminToken, stopping } = deps;
  const app = createRouter(createHealthRoutes(feed, stopping));
  const poll = createPoll(deps);
  const requestIdOf = createRequestIds();
  app.get('/metrics', async () => {
    const { registry } = metrics;
    return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
  });
  app.post('/admin/poll', async (c) => {
    if (adminToken === null) return notFound('ADMIN_TOKEN is not set');
    const { incoming } = c.env as { incoming?: IncomingMessage };
    const requestId = incoming && idOf(incoming);
    // This listener is not meant to be reached through a proxy.
    const address = peerOf(incoming?.socket.remoteAddress);
    const { outcome, response } = await poll(c, adminToken, address);
    const call = { audit: 'admin', path: '/admin/poll', source: c.req.query('source')?.slice(0, 32) };
    const isBad = outcome === 'wrong-token' || outcome === 'limited';
    log[isBad ? 'warn' : 'info']({ ...call, address, outcome, requestId }, 'an operator’s call');
    return response;
  });
  app.notFound((c) => notFound(`nothing at ${c.req.path.slice(0, 100)}`));
  const routes = getRequestListener(app.fetch, {
    // HTTP/1.0 has no Host header.
    hostname: 'localhost',
    errorHandler: (error) =>
      error instanceof RequestError ? problem(400, error.message) : problem(500, 'the service failed'),
  });
  return (request, response) => {
    const requestId = requestIdOf(request.headers[REQUEST_ID]);
    request.headers[REQUEST_ID] = requestId;
    response.setHeader(REQUEST_ID, requestId);
    return routes(request, response);
  };
}

function createPoll({ leads, pollNow, nowMs = () => performance.now() }: OperatorsAppDeps) {
  const wrongTokens = createWrongTokens();
  return async (c: Context, token: string, address: string): Promise<Outcome> => {
    const key = limitKey(address);
    const refusedForS = wrongTokens.refusedForS(key, nowMs());
    if (refusedForS > 0) {
      const detail = 'too many wrong tokens from this address';
      const { body, ...head } = problemFor({ status: 429, detail, retryAfterS: refusedForS });
      return { outcome: 'limited', response: new Response(body, head) };
    }
    if (!isBearer(c.req.header('authorization'), token)) {
      wrongTokens.note(key, nowMs());
      const response = problem(401, 'the bearer token of ADMIN_TOKEN is required', {
        'www-authenticate': 'Bearer',
      });
      return { outcome: 'wrong-token', response };
    }
    if (!leads())
      return {
        outcome: 'not-leading',
        response: problem(409, 'this replica does not lead: send the request to the one that does'),
      };
    // An empty id means all sources, like no id.
    const source = c.req.query('source') || undefined;
    const polls = await pollNow(source);
    return polls === null
      ? { outcome: 'unknown-source', response: notFound(`no source ${source} is polled here`) }
      : { outcome: 'polled', response: c.json({ polls }) };
  };
}

/**
 * Compares in constant time: the time of the answer must not reveal how many characters were right. The scheme may be
 * in any case (RFC 9110, 11.1), the token may not.
 */
function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(/^bearer +(.*)$/i.exec(header ?? '')?.[1] ?? '');
  const due = Buffer.from(token);
  return given.length === due.length && timingSafeEqual(given, due);
}
