// serve: GET /openapi.json and /asyncapi.json, the interface described for generators.
import type { Code } from '../../rates/fixing.ts';
import { createAsyncApi } from '../description/asyncapi.ts';
import type { OpenApi } from '../description/openapi.ts';
import { answer, prepare } from '../http/prepared.ts';
import { createRoute, type Route } from '../http/route.ts';

/** Five minutes: it changes with a release alone. */
const CACHE = 'public, max-age=300, stale-while-revalidate=86400';

export interface DescriptionDeps {
  version: string;
  publicUrl: string | null;
  codes: readonly Code[];
  /** The description of all routes, these among them. */
  openApi(): OpenApi;
}

export function createDescriptionRoutes({ version, publicUrl, codes, openApi }: DescriptionDeps): Route[] {
  let described: ReturnType<typeof prepare> | undefined;
  const asyncApi = prepare(JSON.stringify(createAsyncApi(version, publicUrl, codes)), 'application/json');
  const http = createRoute({
    path: '/openapi.json',
    operationId: 'getOpenApi',
    tag: 'Description',
    summary: 'This description',
    answer: { type: 'application/json', schema: 'json', description: 'OpenAPI 3.1' },
    problems: [],
    example: () => '/openapi.json',
    handle(c) {
      described ??= prepare(JSON.stringify(openApi()), 'application/json');
      return answer(described, c.req.header('if-none-match'), CACHE);
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
    handle: (c) => answer(asyncApi, c.req.header('if-none-match'), CACHE),
  });
  return [http, stream];
}
