// serve: GET /asyncapi.json, the stream described as AsyncAPI 3, for code generators and authors of clients.
import type { Code } from '../../rates/fixing.ts';
import { type JsonSchema, type JsonSchemas, jsonSchemas } from '../../rates/json-schema.ts';
import { ClientMessages, ServerMessages } from '../../rates/schema.ts';

const ref = (to: string): JsonSchema => ({ $ref: `#/components/${to}` });

/** The messages by type, described from their schemas. The codes are those that this service serves. */
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

const SERVER_TYPES = Object.keys(ServerMessages) as (keyof typeof ServerMessages)[];
const CLIENT_TYPES = Object.keys(ClientMessages) as (keyof typeof ClientMessages)[];
const SSE_TYPES = ['snapshot', 'update', 'heartbeat', 'goodbye', 'error'];

/** The close codes of a WebSocket, and whether the client should reconnect. */
export const CLOSES: readonly (readonly [code: string, meaning: string])[] = [
  ['1001 and 1012', 'the service stops or restarts: reconnect after a random delay'],
  ['1003', 'a binary message'],
  ['1007', 'invalid UTF-8'],
  ['1008', 'too many bad messages: do not reconnect'],
  ['1009', 'a message over 1 KiB'],
  ['1013', 'try again later: reconnect after the delay'],
  ['4000', 'the client read nothing for 30 s: reconnect'],
];

const CLOSE_CODES = `Close codes: ${CLOSES.map((it) => `${it.join(', ')}.`).join(' ')} A client may send ten messages in ten seconds.`;

export type AsyncApi = ReturnType<typeof createAsyncApi>;

/** The description of this service. `publicUrl` is its public address; `known` are the codes that it serves. */
export function createAsyncApi(version: string, publicUrl: string | null, known: readonly Code[]) {
  const schemas = jsonSchemas();
  const fromServer = messagesOf(SERVER_TYPES, schemas, known);
  const fromClient = messagesOf(CLIENT_TYPES, schemas, known);
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
      codes: { type: 'string', description: 'The currencies, for example KGS,UZS; default: all' },
      epoch: { type: 'string', description: 'With seq: resume after this position' },
      seq: { type: 'integer', description: 'With epoch: resume after this position' },
    },
  };
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Silk Ticker stream',
      version,
      description: `A snapshot, then every change. Within an epoch seq only grows; skipped numbers are normal. Ignore
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
        messages: refs([...Object.keys(fromServer), ...Object.keys(fromClient)]),
        bindings: { ws: { method: 'GET', query } },
      },
      stream: {
        address: '/stream',
        description:
          'Server-sent events without a name. Their id is epoch:seq; Last-Event-ID resumes after that position.',
        servers: [{ $ref: '#/servers/sse' }],
        messages: refs(SSE_TYPES),
      },
    },
    operations: {
      say: {
        action: 'send',
        channel: { $ref: '#/channels/ws' },
        messages: inChannel('ws', Object.keys(fromServer)),
      },
      hear: {
        action: 'receive',
        channel: { $ref: '#/channels/ws' },
        messages: inChannel('ws', Object.keys(fromClient)),
      },
      saySse: {
        action: 'send',
        channel: { $ref: '#/channels/stream' },
        messages: inChannel('stream', SSE_TYPES),
      },
    },
    components: {
      messages: { ...fromServer, ...fromClient },
      schemas: { Rate, Change, Cross, SourceRef },
    },
  };
}
