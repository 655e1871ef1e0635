// serve: the HTTP interface described as OpenAPI 3.1, made from the routes, for code generators and the page /docs.
import type { Code } from '../../rates/fixing.ts';
import { type JsonSchema, type JsonSchemas, jsonSchemaOf, jsonSchemas } from '../../rates/json-schema.ts';
import type { QuerySchema } from '../http/parameters.ts';
import { PROBLEMS, type ProblemStatus } from '../http/problem.ts';
import type { Answer, Description, Route, Tag } from '../http/route.ts';

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

interface Content {
  schema: JsonSchema;
  example?: unknown;
}

/** The description of one path, which the page /docs reads too. */
export interface Operation {
  operationId: string;
  tags: Tag[];
  summary: string;
  parameters?: Parameter[];
  responses: Record<string, { description: string; content?: Record<string, Content> }>;
}

export interface OpenApi {
  openapi: string;
  info: Record<string, unknown>;
  servers: { url: string }[];
  /** Empty: no path needs a key. */
  security: [];
  tags: { name: Tag; description: string }[];
  paths: Record<string, { get: Operation }>;
  components: { schemas: JsonSchemas['components'] };
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

function responsesOf({ answer, problems, tag }: Description): Operation['responses'] {
  const statuses: ProblemStatus[] = [...problems, ...(isLimited(tag) ? [429 as const] : []), 500];
  return {
    '200': { description: answer.description, content: { [answer.type]: { schema: schemaOf(answer) } } },
    ...(isLimited(tag) ? { '304': { description: 'Not changed since the ETag in If-None-Match' } } : {}),
    ...Object.fromEntries(
      statuses.map((status) => [
        status,
        {
          description: PROBLEMS[status].about,
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
    ),
  };
}

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
  return {
    openapi: '3.1.0',
    info: {
      title: 'Silk Ticker',
      version,
      description: `Rates against the US dollar: ${codes.join(', ')}. Each has its source, its date and its status. All figures are strings.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl ?? '/' }],
    security: [],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name: name as Tag, description })),
    paths: Object.fromEntries(described.map((route) => [route.path, { get: operationOf(route) }])),
    components: { schemas: jsonSchemas().components },
  };
}
