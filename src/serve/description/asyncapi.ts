// serve: GET /asyncapi.json, the stream described as AsyncAPI 3, for code generators and authors of clients.
import { HEARTBEAT_MS } from '../../publish/heartbeat.ts';
import type { Code } from '../../rates/fixing.ts';
import { type JsonSchema, type JsonSchemas, jsonSchemaOf, jsonSchemas } from '../../rates/json-schema.ts';
import { ClientMessages, ServerMessages } from '../../rates/schema.ts';
import type { Snapshot } from '../../rates/wire.ts';
import { MAX_MESSAGES, WINDOW_MS } from '../stream/client-message.ts';
import { CLOSES } from '../stream/close-codes.ts';
import { joinQuery } from '../stream/join-query.ts';
import { EVENTS_PATH, WEBSOCKET_PATH } from '../stream/paths.ts';
import { clientExamples, serverExamples } from './messages.ts';

const ref = (to: string): JsonSchema => ({ $ref: `#/components/${to}` });

/** Generators name the type of a payload by its title. Without one they number it: `AnonymousSchema_1`. */
const titleOf = (type: string) => `${type.charAt(0).toUpperCase()}${type.slice(1)}Message`;

/** The messages by type, described from their schemas. The codes are those that this service serves. */
function messagesOf<T extends keyof JsonSchemas['messages']>(
  types: readonly T[],
  schemas: JsonSchemas,
  known: readonly Code[],
  examples: Readonly<Record<string, object>>,
) {
  const messageOf = (type: T) => {
    const { description, ...payload } = schemas.messages[type];
    const properties = { ...(payload.properties as Record<string, JsonSchema>) };
    if ('codes' in properties) properties.codes = { type: 'array', items: { enum: [...known] } };
    const summary = String(description);
    return {
      name: type,
      summary,
      contentType: 'application/json',
      payload: { title: titleOf(type), ...payload, properties },
      ...(examples[type] === undefined ? {} : { examples: [{ payload: examples[type] }] }),
    };
  };
  return Object.fromEntries(types.map((type) => [type, messageOf(type)])) as Record<
    T,
    ReturnType<typeof messageOf>
  >;
}

const SERVER_TYPES = Object.keys(ServerMessages) as (keyof typeof ServerMessages)[];
const CLIENT_TYPES = Object.keys(ClientMessages) as (keyof typeof ClientMessages)[];
const SSE_TYPES = ['snapshot', 'update', 'heartbeat', 'goodbye', 'error'];

const CLOSE_CODES = CLOSES.map((it) => `${it.join(', ')}.`).join(' ');
const ABOUT =
  `A snapshot, then every change; a heartbeat after ${HEARTBEAT_MS / 1_000} s without another message. ` +
  'Within an epoch seq only grows; skipped numbers are normal. Ignore types and fields that you do not know.';
const ON_WEBSOCKET = `Close codes: ${CLOSE_CODES} A client may send ${MAX_MESSAGES} messages in ${WINDOW_MS / 1_000} s.`;

export type AsyncApi = ReturnType<typeof createAsyncApi>;

export interface AsyncApiDeps {
  version: string;
  /** The public address; `null` = not known. Then the description names no servers. */
  publicUrl: string | null;
  /** The codes that are served. */
  codes: readonly Code[];
  /** For the examples; `null` = none. */
  snapshot: Snapshot | null;
}

/** The description of this service. */
export function createAsyncApi({ version, publicUrl, codes, snapshot }: AsyncApiDeps) {
  const schemas = jsonSchemas();
  const [shown] = snapshot?.rates ?? [];
  const examples = {
    ...(snapshot !== null && shown !== undefined ? serverExamples(snapshot, shown) : {}),
    ...clientExamples(shown?.base ?? codes[0] ?? ''),
  };
  const fromServer = messagesOf(SERVER_TYPES, schemas, codes, examples);
  const fromClient = messagesOf(CLIENT_TYPES, schemas, codes, examples);
  const { Rate, Change, Cross, SourceRef } = schemas.components;
  const refs = (names: string[]) => Object.fromEntries(names.map((name) => [name, ref(`messages/${name}`)]));
  const inChannel = (channel: string, names: string[]) =>
    names.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));
  const servers = publicUrl === null ? null : serversAt(publicUrl);
  const on = (server: 'ws' | 'sse') =>
    servers === null ? {} : { servers: [{ $ref: `#/servers/${server}` }] };
  const properties = Object.entries(joinQuery(codes).shape).map(([name, of]) => [name, jsonSchemaOf(of)]);
  const query = {
    type: 'object',
    properties: Object.fromEntries(properties) as Record<string, JsonSchema>,
  };
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Silk Ticker stream',
      version,
      description: ABOUT,
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    ...(servers === null ? {} : { servers }),
    channels: {
      ws: {
        address: WEBSOCKET_PATH,
        description: ON_WEBSOCKET,
        ...on('ws'),
        messages: refs([...Object.keys(fromServer), ...Object.keys(fromClient)]),
        bindings: { ws: { method: 'GET', query } },
      },
      stream: {
        address: EVENTS_PATH,
        description:
          'Server-sent events without a name. Their id is epoch:seq; Last-Event-ID resumes after that position.',
        ...on('sse'),
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
        // An HTTP channel has no binding, so its query stands at the operation.
        bindings: { http: { method: 'GET', query } },
      },
    },
    components: {
      messages: { ...fromServer, ...fromClient },
      schemas: { Rate, Change, Cross, SourceRef },
    },
  };
}

function serversAt(publicUrl: string) {
  const { host, protocol, pathname } = new URL(publicUrl);
  const base = pathname.replace(/\/$/, '');
  const isSecure = protocol === 'https:';
  const server = (name: string) => ({ host, protocol: name, ...(base === '' ? {} : { pathname: base }) });
  return { ws: server(isSecure ? 'wss' : 'ws'), sse: server(isSecure ? 'https' : 'http') };
}
