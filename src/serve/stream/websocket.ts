// serve: streams over WebSocket. The only importer of ws, which shakes hands and reads; frames are written past it.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { Metrics } from '../../metrics.ts';
import type { Medium } from '../../publish/channel.ts';
import type { Hub } from '../../publish/hub.ts';
import type { Listener } from '../../publish/listener.ts';
import type { Code } from '../../rates/fixing.ts';
import { problemOf, refuseUpgrade } from '../http/problem.ts';
import { selectionOf, unknownText } from '../http/selection.ts';
import { type Choice, type ErrorCode, type Id, idOf, isPolite, MAX_BAD, readWish } from './client-message.ts';
import { closeFrame, PING, webSocketFrame } from './frame.ts';
import { type Entry, ignore, type Peer, type Streams, welcome } from './peer.ts';

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
  accept(request: IncomingMessage, socket: Socket, head: Buffer, place: string, entry: Entry): boolean;
}

/** Nothing that a listener has to say is longer; ws admits 100 MiB unless told. */
const MAX_MESSAGE_BYTES = 1024;
const PING_S = 20;
/** Two pings went unanswered. Looked at every second, so that the dead are gone within 45. */
const DEAD_MS = 43_500;
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
  const gauge = metrics.streams.labels({ kind: 'ws' });
  let second = 0;

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

  const timer = setInterval(() => {
    const at = monotonicMs();
    second += 1;
    let index = 0;
    for (const peer of peers.values()) {
      index += 1;
      if (at - peer.heardAt >= DEAD_MS) {
        metrics.streamsCut.inc({ reason: 'silent' });
        peer.ws?.terminate();
      } else if (index % PING_S === second % PING_S && medium.backlog(peer) === 0) medium.write(peer, PING);
    }
  }, 1_000);

  function end(peer: Peer, code: number, reason: string): void {
    if (peer.listener !== null) hub.leave(peer.listener);
    peer.ws?.close(code, reason);
    // After the close frame: a peer that never answers it must not keep the connection.
    peer.socket.end();
  }

  /** Counts a bad message; `true` when it was one too many. */
  function scold(peer: Peer, code: ErrorCode, message: string, id?: Id): boolean {
    const manners = peer.manners;
    if (peer.listener === null || manners === null) return true;
    manners.bad += 1;
    hub.say(peer.listener, { type: 'error', code, message, ...idOf({ id }) });
    if (manners.bad < MAX_BAD) return false;
    metrics.streamsCut.inc({ reason: 'impolite' });
    end(peer, 1008, 'too many bad messages');
    return true;
  }

  /** Takes note that a peer spoke; answers it if it may speak now. */
  function hear(ws: WebSocket): Peer | null {
    const peer = peers.get(ws);
    if (peer === undefined || ws.readyState !== WebSocket.OPEN) return null;
    const at = monotonicMs();
    peer.heardAt = at;
    peer.manners ??= { since: at, messages: 0, bad: 0 };
    if (isPolite(peer.manners, at)) return peer;
    scold(peer, 'too-many', 'at most ten messages in ten seconds');
    return null;
  }

  // One function for all of them, which finds its peer by `this`: a closure a client costs a kilobyte each.
  function onPong(this: WebSocket): void {
    const peer = peers.get(this);
    if (peer !== undefined) peer.heardAt = monotonicMs();
  }

  function onPing(this: WebSocket, data: Buffer): void {
    const peer = hear(this);
    if (peer !== null && medium.backlog(peer) === 0) this.pong(data);
  }

  function onMessage(this: WebSocket, data: Buffer, isBinary: boolean): void {
    const peer = hear(this);
    if (peer === null) return;
    if (isBinary) end(peer, 1003, 'text only');
    else heed(peer, String(data));
  }

  function onClose(this: WebSocket): void {
    const peer = peers.get(this);
    if (peer === undefined) return;
    peers.delete(this);
    if (peer.listener !== null) hub.leave(peer.listener);
    gauge.dec();
    onEnd(peer);
  }

  function heed(peer: Peer, text: string): void {
    const { listener } = peer;
    if (listener === null) return;
    const wish = readWish(text, codes);
    if (wish.kind === 'bad') scold(peer, wish.code, wish.message, wish.id);
    else if (wish.kind === 'ping') hub.say(listener, { type: 'pong', ...idOf(wish) });
    else if (wish.unknown.length === 0) choose(listener, wish);
    else {
      const isOver = scold(peer, 'unknown-code', unknownText(wish.unknown, codes), wish.id);
      // The known ones count all the same.
      if (!isOver && wish.codes.length > 0) choose(listener, wish);
    }
  }

  function choose(listener: Listener<Peer>, wish: Choice): void {
    const held = listener.group.codes ?? new Set(codes);
    const named = new Set(wish.codes);
    const isAdding = wish.kind === 'subscribe';
    const chosen = codes.filter((code) => (named.has(code) ? isAdding : held.has(code)));
    hub.select(listener, selectionOf(chosen, codes), { type: 'subscribed', codes: chosen, ...idOf(wish) });
  }

  return {
    peers: { [Symbol.iterator]: () => peers.values() },
    accept(request, socket, head, place, entry) {
      let isAccepted = false;
      server.handleUpgrade(request, socket, head, (ws) => {
        isAccepted = true;
        const peer: Peer = { socket, ws, place, listener: null, heardAt: monotonicMs(), manners: null };
        peers.set(ws, peer);
        gauge.inc();
        ws.on('error', ignore);
        ws.on('pong', onPong);
        ws.on('ping', onPing);
        ws.on('message', onMessage);
        ws.on('close', onClose);
        peer.listener = welcome(hub, peer, medium, entry, codes);
      });
      return isAccepted;
    },
    dismiss(peer, retryAfterMs) {
      medium.write(peer, webSocketFrame({ type: 'goodbye', reason: 'restart', retryAfterMs }));
      end(peer, 1001, 'restart');
    },
    drop: (peer) => peer.ws?.terminate(),
    stop: () => clearInterval(timer),
  };
}
