// serve: GET /asyncapi.json, the stream described as AsyncAPI 3, for generators and for whoever writes a client.
import type { Code } from '../../rates/fixing.ts';
import { type JsonSchema, type JsonSchemas, jsonSchemas } from '../../rates/json-schema.ts';
import { ClientMessages, ServerMessages } from '../../rates/schema.ts';

const ref = (to: string): JsonSchema => ({ $ref: `#/components/${to}` });

/** Messages by type: what is said of each comes from its schema. The codes are those that this service has. */
function messagesOf<T extends keyof JsonSchemas['messages']>(
  types: readonly T[],
  schemas: JsonSchemas,
  known: readonly Code[],
) {
  const messageOf = (type: T) => {
    const { description, ...payload } = schemas.messages[type];
    const properties = { ...(payload.properties as Record<string, JsonSchema>) };
    if ('codes' in properties) properties.codes = { type: 'array', items: { enum: [...known] } };
    const summary = String(description);
    return { name: type, summary, contentType: 'application/json', payload: { ...payload, properties } };
  };
  return Object.fromEntries(types.map((type) => [type, messageOf(type)])) as Record<
    T,
    ReturnType<typeof messageOf>
  >;
}

const SAID = Object.keys(ServerMessages) as (keyof typeof ServerMessages)[];
const ASKED = Object.keys(ClientMessages) as (keyof typeof ClientMessages)[];
const SSE_SAYS = ['snapshot', 'update', 'heartbeat', 'goodbye', 'error'];

/** How a WebSocket ends, and whether to come back. */
export const CLOSES: readonly (readonly [code: string, meaning: string])[] = [
  ['1001 and 1012', 'come back with jitter'],
  ['1003', 'binary'],
  ['1007', 'bad UTF-8'],
  ['1008', 'too many bad messages: do not come back'],
  ['1009', 'over 1 KiB'],
  ['1013', 'come back after the delay'],
  ['4000', 'you did not drain for 30 s: come back'],
];

const CLOSE_CODES = `Close codes: ${CLOSES.map((it) => `${it.join(', ')}.`).join(' ')} At most ten messages in ten seconds.`;

export type AsyncApi = ReturnType<typeof createAsyncApi>;

/** The description of this service; `publicUrl` is where the world sees it, `known` the codes that it serves. */
export function createAsyncApi(version: string, publicUrl: string | null, known: readonly Code[]) {
  const schemas = jsonSchemas();
  const replies = messagesOf(SAID, schemas, known);
  const questions = messagesOf(ASKED, schemas, known);
  const { Rate, Change, Cross, SourceRef } = schemas.components;
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
      schemas: { Rate, Change, Cross, SourceRef },
    },
  };
}
