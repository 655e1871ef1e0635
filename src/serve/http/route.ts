// serve: what a path is. The check of its query, its handler, its label in the metrics and all that the description of
// the API says of it stand together, so that none of them can be forgotten.
import type { Context } from 'hono';
import type { ComponentName } from '../../rates/json-schema.ts';
import type { Rate } from '../../rates/wire.ts';
import { NO_QUERY, type QueryOf, type QuerySchema, readQuery } from './parameters.ts';
import { badRequest, type ProblemStatus } from './problem.ts';

export type Tag = 'Rates' | 'Widget' | 'Stream' | 'Description' | 'Health';

/** Of which shape a good answer is; `text` and `bytes` are told by their media type alone. */
export interface Answer {
  type: string;
  schema: ComponentName | 'text' | 'bytes' | 'json';
  description: string;
}

/** What is said of a path. */
export interface Description {
  /** As OpenAPI has it: `/rates/{code}`. Its requests are counted under it. */
  path: `/${string}`;
  /** `getRates`: generators make a method of it. */
  operationId: string;
  tag: Tag;
  summary: string;
  /** What the parameter in the path may be, for a path that has one. */
  parameter?: { description: string; values: readonly string[] };
  answer: Answer;
  /** Which problems it answers with, besides 429 and 500, which any may. */
  problems: readonly ProblemStatus[];
  /** A request that shows it at its best, when this rate is shown. */
  example(shown: Rate): string;
}

export interface Route extends Description {
  query: QuerySchema;
  /** `parameter` is the one in the path, as it came, or empty. */
  handle(context: Context, parameter: string): Response | Promise<Response>;
}

/** A route whose handler is given its query, checked; a bad one is answered with the name of what is wrong. */
export function createRoute<S extends QuerySchema = typeof NO_QUERY>(
  route: Description & {
    query?: S;
    handle(context: Context, query: QueryOf<S>, parameter: string): Response | Promise<Response>;
  },
): Route {
  const schema: QuerySchema = route.query ?? NO_QUERY;
  const none = readQuery(schema, {});
  return {
    ...route,
    query: schema,
    handle(context, parameter) {
      // Most requests have no query: what it comes to then is known.
      const read = context.req.url.includes('?') ? readQuery(schema, context.req.query()) : none;
      return 'fault' in read
        ? badRequest(read.fault)
        : route.handle(context, read.query as QueryOf<S>, parameter);
    },
  };
}
