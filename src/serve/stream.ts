// serve: /ws. The only importer of ws; what is said comes from the hub.
import { type IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Metrics } from '../metrics.ts';
import type { Hub } from '../publish/hub.ts';
import type { ServerMessage } from '../rates/wire.ts';
import type { Door, TurnedAway } from './door.ts';
import { readCodes } from './rates.ts';

export interface StreamDeps {
  hub: Hub;
  door: Door;
  metrics: Metrics;
  codes: readonly string[];
  /** Answers what is not a WebSocket handshake, as if nobody had asked for an upgrade. */
  answer(request: IncomingMessage, response: ServerResponse): void;
}

export interface Stream {
  /** For a server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Says goodbye, closes every stream, and ends those that do not answer. */
  close(): Promise<void>;
}

/** Nothing a listener has to say is longer than a few hundred bytes; ws admits 100 MiB unless told. */
const MAX_MESSAGE_BYTES = 1024;
/** A peer without an answer to two pings is gone; half-open ones would otherwise stay for hours. */
const PING_MS = 20_000;
/** A closing handshake that takes longer than this is not coming. */
const CLOSE_MS = 2_000;
/** Spread by the client's own jitter on top; a planned restart is back within a second or two. */
const RETRY_AFTER_MS = 1_000;

export function createStream({ hub, door, metrics, codes, answer }: StreamDeps): Stream {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
  });
  const silent = new WeakSet<WebSocket>();
  const gauge = metrics.streams.labels({ kind: 'ws' });

  const pinger = setInterval(() => {
    for (const socket of server.clients) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, PING_MS);

  function accept(socket: WebSocket, chosen: readonly string[] | null, leaveDoor: () => void): void {
    const leaveHub = hub.join(
      { send: (text) => socket.send(text), backlog: () => socket.bufferedAmount },
      chosen,
    );
    gauge.inc();
    socket.on('error', ignore);
    socket.on('pong', heard);
    socket.on('message', heed);
    socket.once('close', () => {
      leaveHub();
      leaveDoor();
      gauge.dec();
    });
  }

  // One function for all sockets: a closure per client costs a kilobyte each.
  function heard(this: WebSocket): void {
    silent.delete(this);
  }

  function heed(this: WebSocket, _data: unknown, isBinary: boolean): void {
    silent.delete(this);
    if (isBinary) this.close(1003, 'text only');
    else
      say(this, {
        type: 'error',
        code: 'unknown-type',
        message: 'choose codes in the address: /ws?codes=KGS,UZS',
      });
  }

  return {
    upgrade(request, socket, head) {
      socket.on('error', ignore);
      if (request.headers.upgrade?.toLowerCase() !== 'websocket')
        return answerPlainly(request, socket, answer);
      const url = new URL(request.url ?? '/', 'http://local');
      if (url.pathname !== '/ws') return refuse(socket, 404, 'streams are at /ws');
      const chosen = readCodes(url.searchParams.get('codes') ?? undefined, codes);
      if (chosen instanceof Response) return refuse(socket, 400, `codes: choose among ${codes.join(', ')}`);
      const admitted = door.admitStream(request);
      if ('status' in admitted) return turnAway(socket, admitted);
      // The handshake may fail and end the socket without a WebSocket: the place is given back either way.
      socket.once('close', admitted.leave);
      server.handleUpgrade(request, socket, head, (ws) => accept(ws, chosen && [...chosen], admitted.leave));
    },
    async close() {
      clearInterval(pinger);
      const closed = [...server.clients].map((socket) => {
        say(socket, { type: 'goodbye', reason: 'restart', retryAfterMs: RETRY_AFTER_MS });
        socket.close(1001, 'restart');
        return new Promise((resolve) => socket.once('close', resolve));
      });
      const late = setTimeout(() => {
        for (const socket of server.clients) socket.terminate();
      }, CLOSE_MS);
      await Promise.all(closed);
      clearTimeout(late);
    },
  };
}

/** A reset connection is the peer's business; without a listener it would end the process. */
function ignore(): void {}

function say(socket: WebSocket, message: ServerMessage): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

/** Node hands over any `Upgrade` once somebody listens; curl's and Java's h2c offer would wait for ever. */
function answerPlainly(request: IncomingMessage, socket: Duplex, answer: StreamDeps['answer']): void {
  const response = new ServerResponse(request);
  response.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
  response.setHeader('connection', 'close');
  response.once('finish', () => socket.end());
  answer(request, response);
}

function turnAway(socket: Duplex, { status, detail, retryAfterS }: TurnedAway): void {
  refuse(socket, status, detail, retryAfterS === undefined ? '' : `Retry-After: ${retryAfterS}\r\n`);
}

function refuse(socket: Duplex, status: number, detail: string, header = ''): void {
  const title = STATUS_CODES[status] ?? '';
  const body = JSON.stringify({ type: 'about:blank', title, status, detail });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\nConnection: close\r\nCache-Control: no-store\r\n` +
      `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${header}\r\n${body}`,
  );
}
