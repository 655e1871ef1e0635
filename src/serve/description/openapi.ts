// serve: the HTTP interface described as OpenAPI 3.1, for generators and for the page of documentation.
import { type JsonSchema, type JsonSchemas, jsonSchemas } from '../../rates/json-schema.ts';

export interface Parameter {
  name: string;
  in: 'query' | 'path';
  required?: boolean;
  description: string;
  schema: JsonSchema;
}

/** One path as the page of documentation reads it. */
export interface Operation {
  summary: string;
  parameters?: Parameter[];
  responses: Record<string, { description: string; content?: Record<string, { schema: JsonSchema }> }>;
}

export interface OpenApi {
  openapi: string;
  info: Record<string, unknown>;
  servers: { url: string }[];
  paths: Record<string, { get: Operation }>;
  components: { schemas: JsonSchemas['components'] };
}

const text: JsonSchema = { type: 'string' };

function query(name: string, description: string, schema: JsonSchema = text): Parameter {
  return { name, in: 'query', description, schema };
}

const ok = (description: string, type: string, schema: JsonSchema = text) => ({
  '200': { description, content: { [type]: { schema } } },
});
const json = (description: string, name: string) =>
  ok(description, 'application/json', { $ref: `#/components/schemas/${name}` });
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const BAD = { '400': problem('A parameter is wrong; detail names it') };
const UNKNOWN = { '404': problem('No such code') };
const NOT_READY = { '503': problem('No rates yet; ask again in a second') };
const TOO_MANY = { '429': problem('Too many requests; come back after Retry-After, in seconds') };
const UNCHANGED = { '304': { description: 'As your If-None-Match has it' } };

const CODES = query('codes', 'Which currencies: KGS,UZS. None = all');
const DECIMALS = query('decimals', 'Places after the point, 0 to 20', {
  type: 'integer',
  minimum: 0,
  maximum: 20,
});
const DIGITS = query('digits', 'Significant digits, 1 to 12; not together with decimals', {
  type: 'integer',
  minimum: 1,
  maximum: 12,
});
const CODE: Parameter = {
  name: 'code',
  in: 'path',
  required: true,
  description: 'KGS, KZT, TJS, UZS or TMT',
  schema: text,
};
const SPAN = [
  query('from', 'First day; none = as far back as known', { type: 'string', format: 'date' }),
  query('to', 'Last day; none = the newest', { type: 'string', format: 'date' }),
];

const PATHS: Record<string, Operation> = {
  '/rates': {
    summary: 'All rates, with their position',
    parameters: [CODES],
    responses: { ...json('The snapshot', 'Snapshot'), ...UNCHANGED, ...BAD, ...NOT_READY },
  },
  '/rates.txt': {
    summary: 'The classic strip, one pair a line: KGS/USD = 0.01144 0%',
    parameters: [CODES, DECIMALS, DIGITS],
    responses: { ...ok('Lines', 'text/plain'), ...UNCHANGED, ...BAD, ...NOT_READY },
  },
  '/rates.csv': {
    summary: 'All rates as a table',
    parameters: [CODES, DECIMALS, DIGITS],
    responses: { ...ok('RFC 4180 with a head row', 'text/csv'), ...UNCHANGED, ...BAD, ...NOT_READY },
  },
  '/rates.ndjson': {
    summary: 'All rates, one a line',
    parameters: [CODES, DECIMALS, DIGITS],
    responses: { ...ok('JSON lines', 'application/x-ndjson'), ...UNCHANGED, ...BAD, ...NOT_READY },
  },
  '/rates/{code}': {
    summary: 'One rate',
    parameters: [CODE],
    responses: { ...json('The rate', 'Rate'), ...UNCHANGED, ...UNKNOWN, ...NOT_READY },
  },
  '/rates/{code}/history': {
    summary: 'Past fixings, oldest first; also as history.csv and history.ndjson',
    parameters: [CODE, ...SPAN],
    responses: { ...json('The fixings', 'History'), ...UNCHANGED, ...BAD, ...UNKNOWN, ...NOT_READY },
  },
  '/convert': {
    summary: 'An amount of one currency in another, through the dollar',
    parameters: [
      { ...query('from', 'A code, or USD'), required: true },
      { ...query('to', 'A code, or USD'), required: true },
      query('amount', 'A plain figure; none = 1'),
      query('digits', 'Significant digits of the result, 1 to 34; none = 12', {
        type: 'integer',
        minimum: 1,
        maximum: 34,
      }),
    ],
    responses: {
      ...json('The result, with the fixings used', 'Conversion'),
      ...UNCHANGED,
      ...BAD,
      ...NOT_READY,
    },
  },
  '/sources': {
    summary: 'Every publisher: terms, polls, what it printed last, what is held and why',
    responses: { ...json('The publishers', 'Sources'), ...UNCHANGED },
  },
  '/healthz': {
    summary: 'The process is alive',
    responses: ok('Alive', 'application/json', { type: 'object' }),
  },
  '/readyz': {
    summary: 'There are rates to serve',
    responses: { ...ok('Ready', 'application/json', { type: 'object' }), ...NOT_READY },
  },
};

/** Health checks alone are never over the limit. */
const PROBES = ['/healthz', '/readyz'];

function limited(path: string, { responses, ...rest }: Operation): Operation {
  return { ...rest, responses: PROBES.includes(path) ? responses : { ...responses, ...TOO_MANY } };
}

/** The description of this service; `publicUrl` is where the world sees it. */
export function createOpenApi(version: string, publicUrl: string | null): OpenApi {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Silk Ticker',
      version,
      description:
        'KGS, KZT, TJS, UZS and TMT against the US dollar, from official fixings. All figures are strings.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: publicUrl ?? '/' }],
    paths: Object.fromEntries(
      Object.entries(PATHS).map(([path, get]) => [path, { get: limited(path, get) }]),
    ),
    components: { schemas: jsonSchemas().components },
  };
}
