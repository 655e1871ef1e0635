// serve: the operators' listener: metrics, health, and polls by hand.
import { timingSafeEqual } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { Metrics } from '../../metrics.ts';
import type { Feed } from '../../publish/feed.ts';
import { notFound, problem } from '../http/problem.ts';
import { createRouter } from '../http/router.ts';
import { createHealthRoutes } from '../routes/health.ts';

export interface OpsDeps {
  feed: Feed;
  metrics: Metrics;
  adminToken: string | null;
  /** Whether this replica is the one that polls. */
  leads(): boolean;
  /** Polls one source or all; `null` for an id that is not polled here. */
  pollNow(source: string | undefined): Promise<unknown[] | null>;
  stopping(): boolean;
}

export function createOps({ feed, metrics, adminToken, leads, pollNow, stopping }: OpsDeps): RequestListener {
  const app = createRouter(createHealthRoutes(feed, stopping));
  app.get('/metrics', async () => {
    const { registry } = metrics;
    return new Response(await registry.metrics(), { headers: { 'content-type': registry.contentType } });
  });
  app.post('/admin/poll', async (c) => {
    if (adminToken === null) return notFound('ADMIN_TOKEN is not set');
    if (!isBearer(c.req.header('authorization'), adminToken)) {
      return problem(401, 'the bearer token of ADMIN_TOKEN is due', {
        'www-authenticate': 'Bearer',
      });
    }
    if (!leads()) return problem(409, 'another replica leads and polls: ask it instead');
    const source = c.req.query('source');
    const polls = await pollNow(source);
    return polls === null ? notFound(`no source ${source} is polled here`) : c.json({ polls });
  });
  app.notFound((c) => notFound(`nothing at ${c.req.path.slice(0, 100)}`));
  return getRequestListener(app.fetch);
}

/** Compared in constant time: the answer's speed must not tell how many characters were right. */
function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const due = Buffer.from(`Bearer ${token}`);
  return given.length === due.length && timingSafeEqual(given, due);
}
