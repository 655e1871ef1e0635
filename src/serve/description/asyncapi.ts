// serve: GET /asyncapi.json, the stream described as AsyncAPI 3, for generators and for whoever writes a client.
import { Hono } from 'hono';
import type { Code } from '../../rates/fixing.ts';
import { answer, prepare } from '../http/prepared.ts';
import { SCHEMAS, type Schema } from './schemas.ts';

/** Five minutes: it changes with a release alone. */
const CACHE = 'public, max-age=300, stale-while-revalidate=86400';

const ref = (to: string): Schema => ({ $ref: `#/components/${to}` });
const constant = (value: string): Schema => ({ const: value });
const rates: Schema = { type: 'array', items: ref('schemas/Rate') };
const instant: Schema = { type: 'string', format: 'date-time' };
const id: Schema = { type: ['string', 'number'], description: 'The id of the question, if it had one' };
const codesOf = (known: readonly Code[]): Schema => ({ type: 'array', items: { enum: [...known] } });

/** What is said, by its type; more fields may come, so nothing forbids them. */
function message(type: string, summary: string, properties: Record<string, Schema>, optional: string[] = []) {
  const required = ['type', ...Object.keys(properties).filter((name) => !optional.includes(name))];
  return {
    name: type,
    summary,
    contentType: 'application/json',
    payload: { type: 'object', required, properties: { type: constant(type), ...properties } },
  };
}

/** A message with the position that it brings its listener to. */
function positioned(type: string, summary: string, properties: Record<string, Schema>) {
  const { payload, ...rest } = message(type, summary, properties);
  return { ...rest, payload: { allOf: [ref('schemas/Position'), payload] } };
}

const said = (known: readonly Code[]) => ({
  snapshot: positioned('snapshot', 'First, and whenever what was missed cannot be told: all rates', {
    asOf: instant,
    rates,
  }),
  update: positioned('update', 'The rates that changed, whole', { asOf: instant, rates }),
  heartbeat: positioned('heartbeat', 'After 15 s of silence: the position that was served so far', {
    time: instant,
  }),
  goodbye: message('goodbye', 'Before a planned close: come back after the delay, with jitter', {
    reason: { type: 'string' },
    retryAfterMs: { type: 'integer', minimum: 0 },
  }),
  error: message(
    'error',
    'A message was bad; the tenth closes the connection with 1008',
    {
      code: { enum: ['malformed', 'unknown-type', 'unknown-code', 'too-many'] },
      message: { type: 'string', description: 'For the person who wrote the client' },
      id,
    },
    ['id'],
  ),
  subscribed: message(
    'subscribed',
    'The full selection after a change of it; its snapshot follows',
    { codes: codesOf(known), id },
    ['id'],
  ),
  pong: message('pong', 'The answer to a ping', { id }, ['id']),
});

const asked = (known: readonly Code[]) => ({
  subscribe: message('subscribe', 'Adds codes', { codes: codesOf(known), id }, ['id']),
  unsubscribe: message('unsubscribe', 'Removes codes', { codes: codesOf(known), id }, ['id']),
  ping: message('ping', 'Asks for a pong', { id }, ['id']),
});

const SSE_SAYS = ['snapshot', 'update', 'heartbeat', 'goodbye', 'error'];

const CLOSE_CODES = `Close codes: 1001 and 1012, come back with jitter. 1003, binary. 1007, bad UTF-8. 1008, too many bad
messages: do not come back. 1009, over 1 KiB. 1013, come back after the delay. 4000, you did not drain for 30 s: come
back. At most ten messages in ten seconds.`;

/** The description of this service; `publicUrl` is where the world sees it, `known` the codes that it serves. */
export function createAsyncApi(version: string, publicUrl: string | null, known: readonly Code[]) {
  const replies = said(known);
  const questions = asked(known);
  const { host, protocol, pathname } = new URL(publicUrl ?? 'http://localhost:3000');
  const base = pathname.replace(/\/$/, '');
  const isSecure = protocol === 'https:';
  const server = (name: string) => ({ host, protocol: name, ...(base === '' ? {} : { pathname: base }) });
  const refs = (names: string[]) => Object.fromEntries(names.map((name) => [name, ref(`messages/${name}`)]));
  const inChannel = (channel: string, names: string[]) =>
    names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));
  const query = {
    type: 'object',
    properties: {
      codes: { type: 'string', description: 'KGS,UZS; none = all' },
      epoch: { type: 'string', description: 'With seq: resume after this position' },
      seq: { type: 'integer' },
    },
  };
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Silk Ticker stream',
      version,
      description: `A snapshot, then every change. seq only grows within an epoch; skipped numbers are normal. Ignore
types and fields that you do not know.`,
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: { ws: server(isSecure ? 'wss' : 'ws'), sse: server(isSecure ? 'https' : 'http') },
    channels: {
      ws: {
        address: '/ws',
        description: CLOSE_CODES,
        servers: [{ $ref: '#/servers/ws' }],
        messages: refs([...Object.keys(replies), ...Object.keys(questions)]),
        bindings: { ws: { method: 'GET', query } },
      },
      stream: {
        address: '/stream',
        description: 'Server-sent events without a name, id: epoch:seq. Last-Event-ID resumes.',
        servers: [{ $ref: '#/servers/sse' }],
        messages: refs(SSE_SAYS),
      },
    },
    operations: {
      say: {
        action: 'send',
        channel: { $ref: '#/channels/ws' },
        messages: inChannel('ws', Object.keys(replies)),
      },
      hear: {
        action: 'receive',
        channel: { $ref: '#/channels/ws' },
        messages: inChannel('ws', Object.keys(questions)),
      },
      saySse: {
        action: 'send',
        channel: { $ref: '#/channels/stream' },
        messages: inChannel('stream', SSE_SAYS),
      },
    },
    components: {
      messages: { ...replies, ...questions },
      schemas: {
        Position: SCHEMAS.Position,
        Rate: SCHEMAS.Rate,
        Change: SCHEMAS.Change,
        Cross: SCHEMAS.Cross,
        SourceRef: SCHEMAS.SourceRef,
      },
    },
  };
}

export function createAsyncApiRoutes(
  version: string,
  publicUrl: string | null,
  known: readonly Code[],
): Hono {
  const app = new Hono();
  const json = prepare(JSON.stringify(createAsyncApi(version, publicUrl, known)), 'application/json');
  app.get('/asyncapi.json', (c) => answer(json, c.req.header('if-none-match'), CACHE));
  return app;
}
