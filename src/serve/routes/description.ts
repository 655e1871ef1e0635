// serve: GET /openapi.json and /asyncapi.json, the interface described for code generators.
import type { Feed } from '../../publish/feed.ts';
import type { Code } from '../../rates/fixing.ts';
import { createAsyncApi } from '../description/asyncapi.ts';
import type { CurrentDescription } from '../description/current.ts';
import { createBodies } from '../http/answers/bodies.ts';
import { answerPacked } from '../http/answers/form.ts';
import { prepare } from '../http/answers/prepared.ts';
import { createRoute, type Route } from '../http/route.ts';

/** A minute: the examples are current answers. */
const CACHE = 'public, max-age=60, stale-while-revalidate=86400';
export interface DescriptionDeps {
  version: string;
  publicUrl: string | null;
  codes: readonly Code[];
  feed: Pick<Feed, 'snapshot'>;
  /** The description of all routes, including these, with examples once a rate is shown. */
  describe: CurrentDescription;
}

export function createDescriptionRoutes(deps: DescriptionDeps): Route[] {
  const { version, publicUrl, codes, feed, describe } = deps;
  const bodyAt = createBodies();
  const asyncApiAt = createBodies();
  const http = createRoute({
    path: '/openapi.json',
    operationId: 'getOpenApi',
    tag: 'Description',
    summary: 'This description',
    answer: { type: 'application/json', schema: 'json', description: 'OpenAPI 3.1' },
    problems: [],
    example: () => '/openapi.json',
    async handle(c) {
      const { openApi, revision } = await describe();
      const body = bodyAt({ epoch: '', seq: revision }, '', () =>
        prepare(JSON.stringify(openApi), 'application/json'),
      );
      return answerPacked(c, body, CACHE);
    },
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
      const snapshot = feed.snapshot();
      const body = asyncApiAt(snapshot ?? { epoch: '', seq: 0 }, '', () =>
        prepare(JSON.stringify(createAsyncApi({ version, publicUrl, codes, snapshot })), 'application/json'),
      );
      return answerPacked(c, body, CACHE);
    },
  });
  return [http, stream];
}
