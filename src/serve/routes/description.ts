// serve: GET /openapi.json and /asyncapi.json, the interface described for code generators.
import type { Code } from '../../rates/fixing.ts';
import { createAsyncApi } from '../description/asyncapi.ts';
import type { CurrentDescription } from '../description/current.ts';
import { createBodies } from '../http/bodies.ts';
import { answerPacked } from '../http/form.ts';
import { type Prepared, prepare } from '../http/prepared.ts';
import { createRoute, type Route } from '../http/route.ts';

/** A minute: its examples are current answers. */
const CACHE = 'public, max-age=60, stale-while-revalidate=86400';
/** Five minutes: it changes only with a release. */
const RELEASE_CACHE = 'public, max-age=300, stale-while-revalidate=86400';

export interface DescriptionDeps {
  version: string;
  publicUrl: string | null;
  codes: readonly Code[];
  /** The description of all routes, including these, with examples once a rate is shown. */
  describe: CurrentDescription;
}

export function createDescriptionRoutes(deps: DescriptionDeps): Route[] {
  const { version, publicUrl, codes, describe } = deps;
  const bodyAt = createBodies();
  let asyncApi: Prepared | undefined;
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
      asyncApi ??= prepare(JSON.stringify(createAsyncApi(version, publicUrl, codes)), 'application/json');
      return answerPacked(c, asyncApi, RELEASE_CACHE);
    },
  });
  return [http, stream];
}
