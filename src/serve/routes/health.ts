// serve: GET /healthz, the process is alive; GET /readyz, it has rates to serve.
import type { Feed } from '../../publish/feed.ts';
import { notReady } from '../http/problem.ts';
import { createRoute, type Route } from '../http/route.ts';

const OK = '{"status":"ok"}';
const OK_HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  // Set here, because an answer to HEAD has no body to measure.
  'content-length': String(OK.length),
};

/** Liveness fails only when the process does. Readiness fails at once when the service stops or has no rates. */
export function createHealthRoutes(feed: Feed, stopping: () => boolean): Route[] {
  const ok = () => new Response(OK, { headers: OK_HEADERS });
  const alive = createRoute({
    path: '/healthz',
    operationId: 'getHealth',
    tag: 'Health',
    summary: 'The process is alive',
    answer: { type: 'application/json', schema: 'json', description: 'Alive' },
    problems: [],
    example: () => '/healthz',
    handle: ok,
  });
  const ready = createRoute({
    path: '/readyz',
    operationId: 'getReadiness',
    tag: 'Health',
    summary: 'There are rates to serve',
    answer: { type: 'application/json', schema: 'json', description: 'Ready' },
    problems: [503],
    example: () => '/readyz',
    handle() {
      if (stopping()) return notReady('stopping');
      const snapshot = feed.snapshot();
      return snapshot === null || snapshot.rates.length === 0 ? notReady('no rates yet') : ok();
    },
  });
  return [alive, ready];
}
