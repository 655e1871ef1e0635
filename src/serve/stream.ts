// serve: /ws and /stream, from the first byte to the door; what is said there comes from the hub.
import { type IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Metrics } from '../metrics.ts';
import type { Hub } from '../publish/hub.ts';
import type { Code } from '../rates/fixing.ts';
import type { Door, TurnedAway } from './door.ts';
import { farewell } from './stream-farewell.ts';
import { ignore, type Peer, pathOf, readEntry } from './stream-peer.ts';
import { createSseStreams } from './stream-sse.ts';
import { createWebSockets } from './stream-ws.ts';

export interface StreamDeps {
  hub: Hub<Peer>;
  door: Door;
  metrics: Metrics;
  codes: readonly Code[];
  now?: () => Date;
  random?: () => number;
  /** Answers what is not a WebSocket handshake, as if nobody had asked for an upgrade. */
  answer(request: IncomingMessage, response: ServerResponse): void;
}

export interface Stream {
  /** For a server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers `/stream`. */
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** Says goodbye, closes every stream, and ends those that do not answer. Nobody comes in any more. */
  close(): Promise<void>;
}

/** Time enough for the next replica, or this one's next start, to be ready. */
const STOPPING: TurnedAway = { status: 503, detail: 'stopping', retryAfterS: 2 };

export function createStream(deps: StreamDeps): Stream {
  const { hub, door, metrics, codes, answer, now = () => new Date(), random = Math.random } = deps;
  const onEnd = (peer: Peer) => door.leave(peer.place);
  const webSockets = createWebSockets({ hub, metrics, codes, now, onEnd });
  const sse = createSseStreams({ hub, metrics, codes, now, random, onEnd });
  let isClosing = false;

  return {
    upgrade(request, duplex, head) {
      const socket = duplex as Socket;
      socket.on('error', ignore);
      if (request.headers.upgrade?.toLowerCase() !== 'websocket')
        return answerPlainly(request, socket, answer);
      const { url = '' } = request;
      if (pathOf(url) !== '/ws') return refuse(socket, { status: 404, detail: 'WebSockets are at /ws' });
      const place = isClosing ? STOPPING : door.admitStream(request);
      if (typeof place !== 'string') return refuse(socket, place);
      const entry = readEntry(url, undefined, codes);
      if (!webSockets.accept(request, socket, head, place, entry)) return door.leave(place);
      // ws listens itself from here on.
      socket.off('error', ignore);
    },
    serve(request, response) {
      const place = isClosing ? STOPPING : door.admitStream(request);
      if (typeof place !== 'string') return answerProblem(response, place);
      const lastEventId = request.headers['last-event-id'];
      const id = Array.isArray(lastEventId) ? lastEventId[0] : lastEventId;
      sse.open(request, response, place, readEntry(request.url ?? '', id, codes));
    },
    async close() {
      isClosing = true;
      await farewell([webSockets, sse], random);
    },
  };
}

/** Node hands over any `Upgrade` once somebody listens; curl's and Java's h2c offer would wait for ever. */
function answerPlainly(request: IncomingMessage, socket: Socket, answer: StreamDeps['answer']): void {
  const response = new ServerResponse(request);
  response.assignSocket(socket);
  response.setHeader('connection', 'close');
  response.once('finish', () => socket.end());
  answer(request, response);
}

interface Refusal {
  status: number;
  detail: string;
  retryAfterS?: number;
}

function problemOf({ status, detail, retryAfterS }: Refusal): {
  headers: Record<string, string>;
  body: string;
} {
  const body = JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail });
  const retry = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  return {
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...retry },
    body,
  };
}

function answerProblem(response: ServerResponse, refusal: Refusal): void {
  const { headers, body } = problemOf(refusal);
  response.writeHead(refusal.status, headers).end(body);
}

/** By hand: before a handshake there is a bare socket. */
function refuse(socket: Socket, refusal: Refusal): void {
  const { headers, body } = problemOf(refusal);
  const lines = Object.entries({
    ...headers,
    connection: 'close',
    'content-length': Buffer.byteLength(body),
  });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\n${head}\r\n${body}`);
}
