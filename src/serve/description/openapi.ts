// serve: the HTTP interface described as OpenAPI 3.1, made from the routes, for code generators and the page /docs.
import type { Code } from '../../rates/fixing.ts';
import { type JsonSchema, type JsonSchemas, jsonSchemaOf, jsonSchemas } from '../../rates/json-schema.ts';
import { PROBLEMS, type ProblemStatus, problemOf } from '../http/problem.ts';
import type { QuerySchema } from '../http/query/parameters.ts';
import type { Answer, Description, Route, Tag } from '../http/route.ts';
import { ANSWER_HEADERS, type AnswerHeader, REQUEST_HEADERS } from './headers.ts';

export interface Parameter {
  name: string;
  in: 'query' | 'path';
  required?: boolean;
  description: string;
  schema: JsonSchema;
  example?: unknown;
  style?: 'form';
  explode?: boolean;
}

interface Reference {
  $ref: string;
}

interface Content {
  schema: JsonSchema;
  example?: unknown;
  examples?: Record<string, Reference>;
}

/** An answer with one status. */
interface Response {
  description: string;
  headers?: Partial<Record<AnswerHeader, Reference>>;
  content?: Record<string, Content>;
}

/** The description of one path, which the page /docs reads too. */
export interface Operation {
  operationId: string;
  tags: Tag[];
  summary: string;
  parameters?: Parameter[];
  responses: Record<string, Response>;
}

export interface OpenApi {
  openapi: string;
  info: Record<string, unknown>;
  servers: { url: string }[];
  /** Empty: no path needs a key. */
  security: [];
  tags: { name: Tag; description: string }[];
  paths: Record<string, { parameters?: Reference[]; get: Operation }>;
  components: {
    schemas: JsonSchemas['components'];
    parameters: Record<string, object>;
    headers: Record<string, object>;
    examples: Record<string, { value: object }>;
  };
}

const TAGS: Record<Exclude<Tag, 'Stream'>, string> = {
  Rates: 'Rates, their history, and their sources',
  Widget: 'The ticker for other web sites',
  Description: 'The description of this interface',
  Health: 'Checks for load balancers and orchestrators',
};

/** Only health checks are not limited. */
const isLimited = (tag: Tag) => tag !== 'Health';

function parametersOf({ path, parameter, query }: Route): Parameter[] {
  const [, name] = /\{(\w+)\}/.exec(path) ?? [];
  const inPath: Parameter[] =
    name === undefined || parameter === undefined
      ? []
      : [
          {
            name,
            in: 'path',
            required: true,
            description: parameter.description,
            schema: { type: 'string', enum: [...parameter.values] },
          },
        ];
  return [...inPath, ...queryParametersOf(query)];
}

/** The query parameters, from the schema that checks them. */
function queryParametersOf(query: QuerySchema): Parameter[] {
  // The parameters that an empty query lacks. A parameter's own schema cannot tell: `exactOptional` rejects
  // `undefined`.
  const missing = new Set(query.safeParse({}).error?.issues.map(({ path }) => path[0]));
  return Object.entries(query.shape).map(([name, of]) => {
    const { description, ...schema } = jsonSchemaOf(of as QuerySchema);
    const isRequired = missing.has(name);
    return {
      name,
      in: 'query',
      ...(isRequired ? { required: true } : {}),
      description: String(description),
      schema,
      // A list is sent as one text with commas: KGS,UZS.
      ...(schema.type === 'array' ? { style: 'form' as const, explode: false } : {}),
    };
  });
}

function schemaOf({ schema }: Answer): JsonSchema {
  if (schema === 'text') return { type: 'string' };
  // OpenAPI 3.1: the schema of binary content has no type.
  if (schema === 'bytes') return {};
  return schema === 'json' ? { type: 'object' } : { $ref: `#/components/schemas/${schema}` };
}

const headers = (...names: AnswerHeader[]): NonNullable<Response['headers']> =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

function problemResponse(status: ProblemStatus): Response {
  const { name, about } = PROBLEMS[status];
  const waits: AnswerHeader[] = status === 429 || status === 503 ? ['Retry-After'] : [];
  const limits: AnswerHeader[] = status === 429 ? ['RateLimit'] : [];
  const content: Content = {
    schema: { $ref: '#/components/schemas/Problem' },
    examples: { [name]: { $ref: `#/components/examples/${name}` } },
  };
  return {
    description: about,
    headers: headers('X-Request-Id', ...waits, ...limits),
    content: { 'application/problem+json': content },
  };
}

function responsesOf({ answer, problems, tag }: Description): Operation['responses'] {
  const statuses: ProblemStatus[] = [...problems, ...(isLimited(tag) ? [429 as const] : []), 500];
  const content = { [answer.type]: { schema: schemaOf(answer) } };
  const problemsByStatus = Object.fromEntries(statuses.map((status) => [status, problemResponse(status)]));
  if (!isLimited(tag)) return { '200': { description: answer.description, content }, ...problemsByStatus };
  const validators = headers('ETag', 'Last-Modified');
  return {
    '200': { description: answer.description, headers: validators, content },
    '304': { description: 'Not changed since the ETag in If-None-Match', headers: validators },
    ...problemsByStatus,
  };
}

/** What the paths refer to, besides the schemas. `used` are the statuses of the problems that they have. */
function sharedParts(used: ReadonlySet<string>): Omit<OpenApi['components'], 'schemas'> {
  const parameters = Object.entries(REQUEST_HEADERS).map(([name, { about, type, example }]) => [
    name,
    { name, in: 'header', description: about, schema: { type }, example },
  ]);
  const sent = Object.entries(ANSWER_HEADERS).map(([name, { about, type, example }]) => [
    name,
    { description: about, schema: { type }, example },
  ]);
  const examples = Object.entries(PROBLEMS)
    .filter(([status]) => used.has(status))
    .map(([status, { name, detail }]) => [
      name,
      { value: JSON.parse(problemOf(Number(status) as ProblemStatus, detail).body) },
    ]);
  return {
    parameters: Object.fromEntries(parameters),
    headers: Object.fromEntries(sent),
    examples: Object.fromEntries(examples),
  };
}

const CONDITIONS = Object.keys(REQUEST_HEADERS).map((name) => ({ $ref: `#/components/parameters/${name}` }));

const pathItemOf = (route: Route): OpenApi['paths'][string] => ({
  ...(isLimited(route.tag) ? { parameters: CONDITIONS } : {}),
  get: operationOf(route),
});

function operationOf(route: Route): Operation {
  const { operationId, tag, summary } = route;
  const parameters = parametersOf(route);
  return {
    operationId,
    tags: [tag],
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    responses: responsesOf(route),
  };
}

/**
 * The description of this service. `publicUrl` is its public address; `codes` are those that it serves. AsyncAPI
 * describes the stream.
 */
export function createOpenApi(
  version: string,
  publicUrl: string | null,
  codes: readonly Code[],
  routes: readonly Route[],
): OpenApi {
  const described = routes.filter(({ tag }) => tag !== 'Stream');
  const paths = Object.fromEntries(described.map((route) => [route.path, pathItemOf(route)]));
  const used = new Set(Object.values(paths).flatMap(({ get }) => Object.keys(get.responses)));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Silk Ticker',
      version,
      description: `Rates against the US dollar: ${codes.join(', ')}. Each has its source, its date and its status. All figures are strings. /asyncapi.json describes the stream of their changes.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl ?? '/' }],
    security: [],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name: name as Tag, description })),
    paths,
    components: { schemas: jsonSchemas().components, ...sharedParts(used) },
  };
}
