// serve: GET /openapi.json and /asyncapi.json, the interface described for code generators.
import type { Feed } from '../../publish/feed.ts';
import type { Code } from '../../rates/fixing.ts';
import type { Rate, Snapshot } from '../../rates/wire.ts';
import { createAsyncApi } from '../description/asyncapi.ts';
import type { OpenApi } from '../description/openapi.ts';
import { answerPacked } from '../http/form.ts';
import { type Prepared, prepare } from '../http/prepared.ts';
import { createRoute, type Route } from '../http/route.ts';

/** Five minutes: it changes only with a release. */
const CACHE = 'public, max-age=300, stale-while-revalidate=86400';

export interface DescriptionDeps {
  version: string;
  publicUrl: string | null;
  codes: readonly Code[];
  feed: Pick<Feed, 'snapshot'>;
  /** The description of all routes, including these, with examples once a rate is shown. */
  openApi(shown: Rate | undefined): Promise<OpenApi>;
}

export function createDescriptionRoutes(deps: DescriptionDeps): Route[] {
  const { version, publicUrl, codes, feed, openApi } = deps;
  let described: { of: Snapshot | null; body: Promise<Prepared> } | undefined;
  // The examples belong to one snapshot, so they are made again for the next one.
  const describe = (of: Snapshot | null) => {
    if (described?.of !== of) {
      const body = openApi(of?.rates[0]).then((it) => prepare(JSON.stringify(it), 'application/json'));
      described = { of, body };
    }
    return described.body;
  };
  let asyncApi: Prepared | undefined;
  const http = createRoute({
    path: '/openapi.json',
    operationId: 'getOpenApi',
    tag: 'Description',
    summary: 'This description',
    answer: { type: 'application/json', schema: 'json', description: 'OpenAPI 3.1' },
    problems: [],
    example: () => '/openapi.json',
    handle: async (c) => answerPacked(c, await describe(feed.snapshot()), CACHE),
  });
  const stream = createRoute({
    path: '/asyncapi.json',
    operationId: 'getAsyncApi',
    tag: 'Description',
    summary: 'The description of the stream at /ws and /stream',
    answer: { type: 'application/json', schema: 'json', description: 'AsyncAPI 3' },
    problems: [],
    example: () => '/asyncapi.json',
    handle(c) {
      asyncApi ??= prepare(JSON.stringify(createAsyncApi(version, publicUrl, codes)), 'application/json');
      return answerPacked(c, asyncApi, CACHE);
    },
  });
  return [http, stream];
}
