// serve: /ws and /stream, from the request to the admission. The hub sends the messages.
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Metrics } from '../../metrics.ts';
import type { Hub } from '../../publish/hub.ts';
import type { Code } from '../../rates/fixing.ts';
import { STALL_MS } from '../http/connections/listener.ts';
import type { Admission } from '../http/limits/admission.ts';
import { problemFor, type Refusal } from '../http/limits/refusal.ts';
import { type Problem, problemOf, refuseUpgrade, sendProblem } from '../http/problem.ts';
import { idOf } from '../http/request-id.ts';
import { drainStreams } from './drain.ts';
import { WEBSOCKET_PATH } from './paths.ts';
import { createJoinReader, ignore, type Peer, pathOf } from './peer.ts';
import { createSseStreams } from './sse.ts';
import { createWebSockets } from './websocket.ts';

export interface StreamDeps {
  hub: Hub<Peer>;
  admission: Admission;
  metrics: Metrics;
  codes: readonly Code[];
  monotonicMs?: () => number;
  random?: () => number;
  /** Answers a request that is not a WebSocket handshake, as if it had no `Upgrade` header. */
  answer(request: IncomingMessage, response: ServerResponse): void;
}

export interface Stream {
  /**
   * For a server's `upgrade` event, on a connection without a request that is being answered. Returns the status of the
   * handshake; `null` for another protocol, which is answered like any request. The request has a checked id.
   */
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): number | null;
  /** Answers `/stream`. */
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** Whether this connection is an event stream, which accepts no further request. */
  holds(socket: Socket): boolean;
  /**
   * Refuses new streams, sends a `goodbye` to the open ones and closes them, by force where a client does not answer.
   */
  close(): Promise<void>;
}

/** Two seconds: by then another replica, or this one after its restart, is ready. */
const STOPPING: Refusal = { status: 503, detail: 'stopping', retryAfterS: 2 };

export function createStream(deps: StreamDeps): Stream {
  const { hub, admission, metrics, codes, answer, random = Math.random } = deps;
  const { monotonicMs = () => performance.now() } = deps;
  const readJoinRequest = createJoinReader(codes);
  const onEnd = (peer: Peer) => admission.leave(peer.place);
  const webSockets = createWebSockets({ hub, metrics, codes, monotonicMs, onEnd });
  const sse = createSseStreams({ hub, metrics, codes, random, onEnd });
  let isClosing = false;

  return {
    upgrade(request, socket, head) {
      socket.on('error', ignore);
      if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
        answerPlainly(request, socket, answer);
        return null;
      }
      const { url = '' } = request;
      if (pathOf(url) !== WEBSOCKET_PATH)
        return refuse(request, socket, problemOf(404, `WebSockets are at ${WEBSOCKET_PATH}`));
      const place = isClosing ? STOPPING : admission.admitStream(request);
      if (typeof place !== 'string') return refuse(request, socket, problemFor(place));
      const join = readJoinRequest(url, undefined);
      if (!webSockets.accept(request, socket, head, place, join)) {
        admission.leave(place);
        return 400;
      }
      // From here on ws handles the errors of the socket.
      socket.off('error', ignore);
      return 101;
    },
    serve(request, response) {
      const place = isClosing ? STOPPING : admission.admitStream(request);
      if (typeof place !== 'string') return sendProblem(response, problemFor(place));
      const lastEventId = request.headers['last-event-id'];
      const id = Array.isArray(lastEventId) ? lastEventId[0] : lastEventId;
      sse.open(request, response, place, readJoinRequest(request.url ?? '', id));
    },
    holds: sse.holds,
    async close() {
      isClosing = true;
      await drainStreams([webSockets, sse], random);
    },
  };
}

function refuse(request: IncomingMessage, socket: Socket, problem: Problem): number {
  refuseUpgrade(socket, problem, idOf(request));
  return problem.status;
}

/**
 * Node passes every request with an `Upgrade` header to the `upgrade` listener. curl and Java offer h2c by that header:
 * without an answer they would wait for ever.
 */
function answerPlainly(request: IncomingMessage, socket: Socket, answer: StreamDeps['answer']): void {
  const response = new ServerResponse(request);
  response.assignSocket(socket);
  // Node's own timeout does not apply to a connection that was handed to the `upgrade` listener.
  socket.setTimeout(STALL_MS, () => socket.destroy());
  // Node no longer reads the socket. Without `resume` the end of the peer is not noticed, and its place at the
  // admission is kept until a write fails, which took 36 s. Further bytes of the peer are dropped.
  socket.on('end', () => socket.end()).resume();
  response.setHeader('connection', 'close');
  // Closed completely: the peer could keep a half-closed connection open for ever, and a shutdown would wait for it.
  response.once('finish', () => socket.destroySoon());
  answer(request, response);
}
