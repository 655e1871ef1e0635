// serve: is the process alive, and has it rates to serve.
import { Hono } from 'hono';
import type { Feed } from '../../publish/feed.ts';
import { notReady } from '../http/problem.ts';

/** Liveness fails only with the process; readiness at once when it stops or has nothing to show. */
export function createHealthRoutes(feed: Feed, stopping: () => boolean): Hono {
  const app = new Hono();
  const ok = () =>
    new Response('{"status":"ok"}', {
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    });
  app.get('/healthz', ok);
  app.get('/readyz', () => {
    if (stopping()) return notReady('stopping');
    const snapshot = feed.snapshot();
    return snapshot === null || snapshot.rates.length === 0 ? notReady('no rates yet') : ok();
  });
  return app;
}
