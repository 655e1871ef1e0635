// serve: streams over WebSocket. The only importer of ws, which does the handshake and reads; frames are written to the
// socket directly.
import type { IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Metrics } from '../../metrics.ts';
import type { Medium } from '../../publish/channel.ts';
import type { Hub } from '../../publish/hub.ts';
import type { Code } from '../../rates/fixing.ts';
import { problemOf, refuseUpgrade } from '../http/problem.ts';
import { idOf } from '../http/request-id.ts';
import { MAX_MESSAGE_BYTES } from './client-message.ts';
import { CLOSE_CODES } from './close-codes.ts';
import { createConversation } from './conversation.ts';
import { closeFrame, PING, webSocketFrame } from './frame.ts';
import { ignore, type JoinRequest, joinPeer, type Peer, type Streams } from './peer.ts';
import { createPeers } from './peers.ts';
import { createPings, PART_MS, TURNS } from './pings.ts';

export interface WebSocketDeps {
  hub: Hub<Peer>;
  metrics: Metrics;
  codes: readonly Code[];
  monotonicMs(): number;
  /** Called when a stream is over. */
  onEnd(peer: Peer): void;
}

export interface WebSockets extends Streams {
  /** `false` when the handshake was invalid: then an error was sent, and no stream is open. */
  accept(request: IncomingMessage, socket: Socket, head: Buffer, place: string, join: JoinRequest): boolean;
}

/** The modules of ws are CommonJS. `import` links eight of them one by one: a tenth of the time of a start. */
const { WebSocketServer } = createRequire(import.meta.url)('ws') as typeof import('ws');

/** RFC 6455, 4.4: a refused handshake is told the version that the server speaks. */
const VERSION = { 'sec-websocket-version': '13' };
/** A peer that does not answer a close frame within this time is closed by force. */
const CLOSE_MS = 4_000;

export function createWebSockets({ hub, metrics, codes, monotonicMs, onEnd }: WebSocketDeps): WebSockets {
  // Pings are answered below, not by ws: they count as messages, and no pong is queued for a peer that does not read.
  const options = { noServer: true, clientTracking: false, autoPong: false, perMessageDeflate: false };
  const limits = { maxPayload: MAX_MESSAGE_BYTES, closeTimeout: CLOSE_MS };
  const server = new WebSocketServer({ ...options, ...limits });
  server.on('wsClientError', (error, socket, request) =>
    refuseUpgrade(socket as Socket, problemOf(400, error.message, VERSION), idOf(request)),
  );
  const peers = createPeers<WebSocket>('ws', { hub, metrics, onEnd });
  let turn = 0;

  const medium: Medium<Peer> = {
    name: 'ws',
    frame: webSocketFrame,
    write({ socket }, bytes) {
      socket.write(bytes);
    },
    backlog: ({ socket }) => socket.writableLength,
    cut(peer) {
      metrics.streamsCut.inc({ reason: 'too-slow' });
      medium.write(peer, closeFrame(CLOSE_CODES.tooSlow, 'too slow'));
      peers.leaveHub(peer);
      setTimeout(() => peer.ws?.terminate(), CLOSE_MS).unref();
    },
  };

  const stopPings = pingAll(peers, medium, metrics, monotonicMs);
  const conversation = createConversation({ hub, metrics, codes, monotonicMs, end });

  function end(peer: Peer, code: number, reason: string): void {
    peers.leaveHub(peer);
    peer.ws?.close(code, reason);
    // A peer that never answers the close frame must not keep the connection open.
    peer.socket.end();
  }

  // The handlers are shared and find their peer by `this`: closures would cost a kilobyte for each client.
  function onPong(this: WebSocket): void {
    const peer = peers.of(this);
    if (peer !== undefined) peer.lastSeenAt = monotonicMs();
  }

  /** The peer of a socket whose message is admitted; `null` when the socket is closing or over its limit. */
  function admittedPeer(ws: WebSocket): Peer | null {
    const peer = peers.of(ws);
    return peer !== undefined && ws.readyState === ws.OPEN && conversation.admits(peer) ? peer : null;
  }

  function onPing(this: WebSocket, data: Buffer): void {
    const peer = admittedPeer(this);
    if (peer !== null && medium.backlog(peer) === 0) this.pong(data);
  }

  function onMessage(this: WebSocket, data: Buffer, isBinary: boolean): void {
    const peer = admittedPeer(this);
    if (peer === null) return;
    if (isBinary) end(peer, CLOSE_CODES.notText, 'text only');
    else conversation.take(peer, String(data));
  }

  function onClose(this: WebSocket): void {
    peers.remove(this);
  }

  return {
    peers,
    accept(request, socket, head, place, join) {
      let isAccepted = false;
      server.handleUpgrade(request, socket, head, (ws) => {
        isAccepted = true;
        const lastSeenAt = monotonicMs();
        turn = (turn + 1) % TURNS;
        const peer: Peer = { socket, ws, place, listener: null, turn, lastSeenAt, counts: null };
        peers.add(ws, peer);
        ws.on('error', ignore);
        ws.on('pong', onPong);
        ws.on('ping', onPing);
        ws.on('message', onMessage);
        ws.on('close', onClose);
        peer.listener = joinPeer(hub, peer, medium, join, codes);
      });
      return isAccepted;
    },
    dismiss(peer, retryAfterMs) {
      medium.write(peer, webSocketFrame({ type: 'goodbye', reason: 'restart', retryAfterMs }));
      end(peer, CLOSE_CODES.goingAway, 'restart');
    },
    drop: (peer) => peer.ws?.terminate(),
    stop: stopPings,
  };
}

/** Pings the peers and closes the silent ones. Returns a function that stops it. */
function pingAll(
  peers: Iterable<Peer>,
  medium: Medium<Peer>,
  metrics: Metrics,
  monotonicMs: () => number,
): () => void {
  const sendNext = createPings(peers, {
    ping(peer) {
      if (peer.socket.writable && medium.backlog(peer) === 0) medium.write(peer, PING);
    },
    end(peer) {
      metrics.streamsCut.inc({ reason: 'silent' });
      peer.ws?.terminate();
    },
  });
  const timer = setInterval(() => sendNext(monotonicMs()), PART_MS);
  return () => clearInterval(timer);
}
