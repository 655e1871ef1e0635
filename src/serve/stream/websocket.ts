// serve: streams over WebSocket. The only importer of ws, which shakes hands and reads; frames are written past it.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Metrics } from '../../metrics.ts';
import type { Medium } from '../../publish/channel.ts';
import type { Hub } from '../../publish/hub.ts';
import type { Code } from '../../rates/fixing.ts';
import { problemOf, refuseUpgrade } from '../http/problem.ts';
import { createConversation } from './conversation.ts';
import { closeFrame, PING, webSocketFrame } from './frame.ts';
import { ignore, type JoinRequest, joinPeer, type Peer, type Streams } from './peer.ts';
import { PING_S, type PingActs, pingRound } from './pings.ts';

export interface WebSocketDeps {
  hub: Hub<Peer>;
  metrics: Metrics;
  codes: readonly Code[];
  monotonicMs(): number;
  /** Told when a stream is over. */
  onEnd(peer: Peer): void;
}

export interface WebSockets extends Streams {
  /** `false` when the handshake was none: then it was answered, and no stream is open. */
  accept(request: IncomingMessage, socket: Socket, head: Buffer, place: string, entry: JoinRequest): boolean;
}

/** Nothing that a listener has to say is longer; ws admits 100 MiB unless told. */
const MAX_MESSAGE_BYTES = 1024;
/** Who does not answer a close frame by then is cut off; its code has arrived long before. */
const CLOSE_MS = 4_000;

export function createWebSockets({ hub, metrics, codes, monotonicMs, onEnd }: WebSocketDeps): WebSockets {
  // Pongs are answered here, so that they count against the limit and never queue up behind a peer that stalls.
  const options = { noServer: true, clientTracking: false, autoPong: false, perMessageDeflate: false };
  const limits = { maxPayload: MAX_MESSAGE_BYTES, closeTimeout: CLOSE_MS };
  const server = new WebSocketServer({ ...options, ...limits });
  server.on('wsClientError', (error, socket) =>
    refuseUpgrade(socket as Socket, problemOf(400, error.message)),
  );
  const peers = new Map<WebSocket, Peer>();
  let turn = 0;
  const gauge = metrics.streams.labels({ kind: 'ws' });

  const medium: Medium<Peer> = {
    name: 'ws',
    frame: webSocketFrame,
    write({ socket }, bytes) {
      socket.write(bytes);
    },
    backlog: ({ socket }) => socket.writableLength,
    cut(peer) {
      metrics.streamsCut.inc({ reason: 'too-slow' });
      medium.write(peer, closeFrame(4000, 'too slow'));
      if (peer.listener !== null) hub.leave(peer.listener);
      setTimeout(() => peer.ws?.terminate(), CLOSE_MS).unref();
    },
  };

  const stopPings = pingAll(peers, medium, metrics, monotonicMs);
  const conversation = createConversation({ hub, metrics, codes, monotonicMs, end });

  function end(peer: Peer, code: number, reason: string): void {
    if (peer.listener !== null) hub.leave(peer.listener);
    peer.ws?.close(code, reason);
    // After the close frame: a peer that never answers it must not keep the connection.
    peer.socket.end();
  }

  // One function for all of them, which finds its peer by `this`: a closure a client costs a kilobyte each.
  function onPong(this: WebSocket): void {
    const peer = peers.get(this);
    if (peer !== undefined) peer.heardAt = monotonicMs();
  }

  /** The peer of an open socket, if it may speak now. */
  function speaker(ws: WebSocket): Peer | null {
    const peer = peers.get(ws);
    return peer !== undefined && ws.readyState === WebSocket.OPEN && conversation.admits(peer) ? peer : null;
  }

  function onPing(this: WebSocket, data: Buffer): void {
    const peer = speaker(this);
    if (peer !== null && medium.backlog(peer) === 0) this.pong(data);
  }

  function onMessage(this: WebSocket, data: Buffer, isBinary: boolean): void {
    const peer = speaker(this);
    if (peer === null) return;
    if (isBinary) end(peer, 1003, 'text only');
    else conversation.take(peer, String(data));
  }

  function onClose(this: WebSocket): void {
    const peer = peers.get(this);
    if (peer === undefined) return;
    peers.delete(this);
    if (peer.listener !== null) hub.leave(peer.listener);
    gauge.dec();
    onEnd(peer);
  }

  return {
    peers: { [Symbol.iterator]: () => peers.values() },
    accept(request, socket, head, place, entry) {
      let isAccepted = false;
      server.handleUpgrade(request, socket, head, (ws) => {
        isAccepted = true;
        const heardAt = monotonicMs();
        turn = (turn + 1) % PING_S;
        const peer: Peer = { socket, ws, place, listener: null, turn, heardAt, manners: null };
        peers.set(ws, peer);
        gauge.inc();
        ws.on('error', ignore);
        ws.on('pong', onPong);
        ws.on('ping', onPing);
        ws.on('message', onMessage);
        ws.on('close', onClose);
        peer.listener = joinPeer(hub, peer, medium, entry, codes);
      });
      return isAccepted;
    },
    dismiss(peer, retryAfterMs) {
      medium.write(peer, webSocketFrame({ type: 'goodbye', reason: 'restart', retryAfterMs }));
      end(peer, 1001, 'restart');
    },
    drop: (peer) => peer.ws?.terminate(),
    stop: stopPings,
  };
}

/** Looks at the peers every second. Returns how to stop. */
function pingAll(
  peers: ReadonlyMap<WebSocket, Peer>,
  medium: Medium<Peer>,
  metrics: Metrics,
  monotonicMs: () => number,
): () => void {
  let second = 0;
  const acts: PingActs<Peer> = {
    ping(peer) {
      if (medium.backlog(peer) === 0) medium.write(peer, PING);
    },
    end(peer) {
      metrics.streamsCut.inc({ reason: 'silent' });
      peer.ws?.terminate();
    },
  };
  const timer = setInterval(() => {
    second += 1;
    pingRound(peers.values(), second, monotonicMs(), acts);
  }, 1_000);
  return () => clearInterval(timer);
}
