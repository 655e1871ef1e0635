// serve: is the process alive, and has it rates to serve.
import type { Feed } from '../../publish/feed.ts';
import { notReady } from '../http/problem.ts';
import { createRoute, type Route } from '../http/route.ts';

/** Liveness fails only with the process; readiness at once when it stops or has nothing to show. */
export function createHealthRoutes(feed: Feed, stopping: () => boolean): Route[] {
  const ok = () =>
    new Response('{"status":"ok"}', {
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    });
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
