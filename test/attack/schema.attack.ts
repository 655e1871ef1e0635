// attack: valid and invalid requests made from openapi.json. Each answer is compared with its description there.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OpenApi, Operation, Parameter } from '../../src/serve/description/openapi.ts';
import type { FaultRow } from '../support/fault/table.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';

const AT_ONCE = 16;
const SHOWN_FAULTS = 10;

/** Values that no parameter accepts. */
const BROKEN = [
  '-1',
  '1e3',
  '0x10',
  '１２',
  'NaN',
  '99999999999999999999',
  ' ',
  '%00',
  '../../etc/passwd',
  '<script>',
  "'; --",
  '2026-02-30',
  'KGS,XXX',
  'null',
  '[object Object]',
  '\u202e',
  'x'.repeat(4_000),
  '{"a":1}',
];
const HEADERS: Record<string, string>[] = [
  {},
  { 'accept-encoding': 'br' },
  { 'accept-encoding': 'gzip;q=0, identity' },
  { 'if-none-match': '*' },
  { 'if-none-match': '"\\", W/' },
  { 'if-modified-since': 'yesterday' },
  { origin: 'null', 'x-request-id': '\t' },
];

interface Request {
  path: string;
  url: string;
  method: 'GET' | 'HEAD';
  headers: Record<string, string>;
  isBroken: boolean;
}

type Random = () => number;

/** A random generator with a seed (mulberry32), so that a finding can be repeated. */
function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)] as T;

/** The fields of a parameter's schema that are used here. */
interface Constraints {
  type?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  format?: string;
  items?: { enum: string[] };
}

/** Parameters whose values are never an error are described as: one of these, or any other text. */
const alternatives = ({ schema }: Parameter) => schema.anyOf as Constraints[] | undefined;
const isLoose = (parameter: Parameter) =>
  alternatives(parameter)?.some(({ type, enum: values }) => type === 'string' && values === undefined) ??
  false;

/** A list without any code means all codes. */
const brokenFor = ({ schema }: Parameter) =>
  schema.type === 'array' ? BROKEN.filter((value) => value.trim() !== '') : BROKEN;

/** A value that the parameter's schema allows. */
function valueFor(parameter: Parameter, random: Random): string {
  const { example } = parameter;
  const schema = (isLoose(parameter) && alternatives(parameter)?.[0]) || (parameter.schema as Constraints);
  const { type, enum: values, minimum = 0, maximum = 9, format, items } = schema;
  // An address has to be one of the service, like its example.
  if (format === 'uri') return String(example);
  if (values !== undefined) return pick(values, random);
  if (type === 'array') {
    const all = items?.enum ?? [];
    return all.filter(() => random() < 0.5).join() || (all[0] ?? '');
  }
  if (type === 'integer') return String(minimum + Math.floor(random() * (maximum - minimum + 1)));
  if (format === 'date')
    return new Date(Date.UTC(2024, 0, Math.floor(random() * 900))).toISOString().slice(0, 10);
  return pick(['1', '0.25', '123456789012345.123456789012345', '0'], random);
}

function requestFor(path: string, { parameters = [] }: Operation, random: Random): Request {
  const strict = parameters.filter((it) => !isLoose(it));
  const broken = random() < 0.4 && strict.length > 0 ? pick(strict, random) : null;
  const query = new URLSearchParams();
  let filled = path;
  for (const parameter of parameters) {
    const isText = isLoose(parameter) && random() < 0.4;
    const value =
      parameter === broken || isText ? pick(brokenFor(parameter), random) : valueFor(parameter, random);
    if (parameter.in === 'path') filled = filled.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (parameter === broken || isDue(parameter) || random() < 0.5) query.append(parameter.name, value);
  }
  if (random() < 0.1) query.append(pick(['__proto__', 'x[y]', '', 'codes2'], random), pick(BROKEN, random));
  const text = query.toString();
  return {
    path,
    url: text === '' ? filled : `${filled}?${text}`,
    method: random() < 0.15 ? 'HEAD' : 'GET',
    headers: pick(HEADERS, random),
    isBroken: broken !== null,
  };
}

const isDue = ({ required, schema }: Parameter) => required === true || schema.format === 'uri';

/** Returns the fault of an answer by the description; `null` for none. */
function createJudge(description: OpenApi): (request: Request, response: Response) => Promise<string | null> {
  const ajv = new Ajv2020({ strict: false, validateSchema: false });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'openapi', ...description });
  const validators = new Map<string, ValidateFunction>();
  const validatorAt = (pointer: string) => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `openapi#${pointer}` });
    validators.set(pointer, known);
    return known;
  };
  return async ({ path, method, isBroken }, response) => {
    const body = await response.text();
    const { status } = response;
    const said = description.paths[path]?.get.responses[String(status)];
    if (said === undefined) return `${status} is not described`;
    // 501 is what oEmbed asks for where another format is requested.
    if (status >= 500 && status !== 501 && status !== 503) return `${status}: ${body.slice(0, 200)}`;
    if (isBroken && ![400, 404, 501].includes(status)) return `${status} to a broken parameter`;
    const isConflict = /decimals or digits, not both|is later than/.test(body);
    if (!isBroken && method === 'GET' && status >= 400 && status !== 503 && !isConflict)
      return `${status} to a valid request: ${body.slice(0, 200)}`;
    if (method === 'HEAD' || status === 304) return body === '' ? null : `${method} ${status} has a body`;
    const type = (response.headers.get('content-type') ?? '').replace(/;.*/, '');
    if (said.content?.[type] === undefined) return `${type} is not described for ${status}`;
    if (!/[/+]json$/.test(type)) return null;
    const parts = ['', 'paths', path, 'get', 'responses', String(status), 'content', type, 'schema'];
    const pointer = parts
      .map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const validate = validatorAt(pointer);
    return validate(JSON.parse(body)) ? null : `outside its schema: ${ajv.errorsText(validate.errors)}`;
  };
}

async function describedBy({ origin }: ServiceChild): Promise<OpenApi> {
  return (await (await fetch(`${origin}/openapi.json`)).json()) as OpenApi;
}

export async function askBySchema(count: number, seed: number): Promise<FaultRow> {
  const service = await startChild({ PUBLIC_URL: 'https://rates.example', RATE_LIMIT: '0', SOURCES: 'demo' });
  const description = await describedBy(service);
  const judge = createJudge(description);
  const random = createRandom(seed);
  const paths = Object.entries(description.paths);
  const faults: string[] = [];
  const statuses = new Map<number, number>();
  let left = count;
  const ask = async () => {
    while (left > 0) {
      left -= 1;
      const [path, { get }] = pick(paths, random);
      const request = requestFor(path, get, random);
      const { method, headers } = request;
      try {
        const response = await fetch(service.origin + request.url, { method, headers });
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        const fault = await judge(request, response);
        if (fault !== null) faults.push(`${method} ${request.url.slice(0, 200)}: ${fault}`);
      } catch (error) {
        faults.push(`${method} ${request.url.slice(0, 200)}: ${String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  const exitCode = await service.end();
  for (const fault of faults.slice(0, SHOWN_FAULTS)) console.log(fault);
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, times]) => `${times} × ${status}`);
  return {
    id: 'H1',
    fault: `${count} requests made from openapi.json, valid and broken (seed ${seed})`,
    measured: `${faults.length} faults; ${counts.join(', ')}; exit ${exitCode}`,
    due: '0 answers outside the description, no 5xx but a described 503',
    passed: faults.length === 0 && exitCode === 0 && statuses.has(200) && statuses.has(400),
  };
}

export const run = async (): Promise<FaultRow[]> => [
  await askBySchema(10_000, Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31))),
];
