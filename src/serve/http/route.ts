// serve: the contract of a route. The check of its query, its handler, its metric label and its API description are one
// object, so that none of them can be forgotten.
import type { Context } from 'hono';
import type { ComponentName } from '../../rates/json-schema.ts';
import type { Rate } from '../../rates/wire.ts';
import { badRequest, type ProblemStatus } from './problem.ts';
import { createQueryReader, NO_QUERY, type QueryOf, type QuerySchema } from './query/parameters.ts';

export type Tag = 'Rates' | 'Widget' | 'Stream' | 'Description' | 'Health';

/** The shape of a 200 answer. `text` and `bytes` have no schema: their media type describes them. */
export interface Answer {
  type: string;
  schema: ComponentName | 'text' | 'bytes' | 'json';
  description: string;
}

/** The API description of a path. */
export interface Description {
  /** In OpenAPI's form: `/rates/{code}`. It is also the metric label of its requests. */
  path: `/${string}`;
  /** For example `getRates`. Code generators use it as the name of a method. */
  operationId: string;
  tag: Tag;
  summary: string;
  /** The allowed values of the path parameter, for a path that has one. */
  parameter?: { description: string; values: readonly string[] };
  answer: Answer;
  /** The problems that it answers with, besides 429 and 500, which every path may answer. */
  problems: readonly ProblemStatus[];
  /** An example request, made from a rate that is shown now. */
  example(shown: Rate): string;
}

export interface Route extends Description {
  query: QuerySchema;
  /** `parameter` is the path parameter, unchecked; empty for a path without one. */
  handle(context: Context, parameter: string): Response | Promise<Response>;
}

/** A route whose handler gets the checked query. A bad query is answered with 400 and the name of the parameter. */
export function createRoute<S extends QuerySchema = typeof NO_QUERY>(
  route: Description & {
    query?: S;
    handle(context: Context, query: QueryOf<S>, parameter: string): Response | Promise<Response>;
  },
): Route {
  const schema: QuerySchema = route.query ?? NO_QUERY;
  const readQuery = createQueryReader(schema);
  const none = readQuery({});
  return {
    ...route,
    query: schema,
    handle(context, parameter) {
      // Most requests have no query: its result is computed once.
      const read = context.req.url.includes('?') ? readQuery(context.req.queries()) : none;
      return 'fault' in read
        ? badRequest(read.fault)
        : route.handle(context, read.query as QueryOf<S>, parameter);
    },
  };
}
