// serve: /ws and /stream, from the first byte to the admission; what is said there comes from the hub.
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Metrics } from '../../metrics.ts';
import type { Hub } from '../../publish/hub.ts';
import type { Code } from '../../rates/fixing.ts';
import { type Admission, problemFor, type Refusal } from '../http/admission.ts';
import { STALL_MS } from '../http/listener.ts';
import { problemOf, refuseUpgrade, sendProblem } from '../http/problem.ts';
import { drainStreams } from './drain.ts';
import { ignore, type Peer, pathOf, readJoinRequest } from './peer.ts';
import { createSseStreams } from './sse.ts';
import { createWebSockets } from './websocket.ts';

export interface StreamDeps {
  hub: Hub<Peer>;
  admission: Admission;
  metrics: Metrics;
  codes: readonly Code[];
  monotonicMs?: () => number;
  random?: () => number;
  /** Answers what is not a WebSocket handshake, as if nobody had asked for an upgrade. */
  answer(request: IncomingMessage, response: ServerResponse): void;
}

export interface Stream {
  /** For a server's `upgrade` event. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Answers `/stream`. */
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** Whether this connection is an event stream, which takes no further request. */
  holds(socket: Socket): boolean;
  /** Says goodbye, closes every stream, and ends those that do not answer. Nobody comes in any more. */
  close(): Promise<void>;
}

/** Time enough for the next replica, or this one's next start, to be ready. */
const STOPPING: Refusal = { status: 503, detail: 'stopping', retryAfterS: 2 };

export function createStream(deps: StreamDeps): Stream {
  const { hub, admission, metrics, codes, answer, random = Math.random } = deps;
  const { monotonicMs = () => performance.now() } = deps;
  const onEnd = (peer: Peer) => admission.leave(peer.place);
  const webSockets = createWebSockets({ hub, metrics, codes, monotonicMs, onEnd });
  const sse = createSseStreams({ hub, metrics, codes, random, onEnd });
  let isClosing = false;

  return {
    upgrade(request, duplex, head) {
      const socket = duplex as Socket;
      // Behind a stream on the same connection: its answer would stand amid the events.
      if (sse.holds(socket)) return void socket.destroy();
      socket.on('error', ignore);
      if (request.headers.upgrade?.toLowerCase() !== 'websocket')
        return answerPlainly(request, socket, answer);
      const { url = '' } = request;
      if (pathOf(url) !== '/ws') return refuseUpgrade(socket, problemOf(404, 'WebSockets are at /ws'));
      const place = isClosing ? STOPPING : admission.admitStream(request);
      if (typeof place !== 'string') return refuseUpgrade(socket, problemFor(place));
      const entry = readJoinRequest(url, undefined, codes);
      if (!webSockets.accept(request, socket, head, place, entry)) return admission.leave(place);
      // ws listens itself from here on.
      socket.off('error', ignore);
    },
    serve(request, response) {
      const place = isClosing ? STOPPING : admission.admitStream(request);
      if (typeof place !== 'string') return sendProblem(response, problemFor(place));
      const lastEventId = request.headers['last-event-id'];
      const id = Array.isArray(lastEventId) ? lastEventId[0] : lastEventId;
      sse.open(request, response, place, readJoinRequest(request.url ?? '', id, codes));
    },
    holds: sse.holds,
    async close() {
      isClosing = true;
      await drainStreams([webSockets, sse], random);
    },
  };
}

/** Node hands over any `Upgrade` once somebody listens; curl's and Java's h2c offer would wait for ever. */
function answerPlainly(request: IncomingMessage, socket: Socket, answer: StreamDeps['answer']): void {
  const response = new ServerResponse(request);
  response.assignSocket(socket);
  // Node's own was for the connection as it had been.
  socket.setTimeout(STALL_MS, () => socket.destroy());
  // Node has stopped to read: without this the end of the peer is not seen, and its place at the admission is kept
  // until a write fails, which took 36 s. What else the peer sends is dropped.
  socket.on('end', () => socket.end()).resume();
  response.setHeader('connection', 'close');
  // Not half-closed: the peer would keep the connection for as long as it likes, and a shutdown would wait for it.
  response.once('finish', () => socket.destroySoon());
  answer(request, response);
}
