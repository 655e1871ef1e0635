// serve: streams as server-sent events, for what cannot speak WebSocket: curl, simple proxies, EventSource.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Metrics } from '../../metrics.ts';
import type { Medium } from '../../publish/channel.ts';
import type { Hub } from '../../publish/hub.ts';
import type { Code } from '../../rates/fixing.ts';
import { sseFrame } from './frame.ts';
import { ignore, type JoinRequest, joinPeer, type Peer, type Streams } from './peer.ts';

export interface SseDeps {
  hub: Hub<Peer>;
  metrics: Metrics;
  codes: readonly Code[];
  random(): number;
  /** Told when a stream is over. */
  onEnd(peer: Peer): void;
}

export interface SseStreams extends Streams {
  /** Whether a stream was opened on this connection. */
  holds(socket: Socket): boolean;
  open(request: IncomingMessage, response: ServerResponse, place: string, entry: JoinRequest): void;
}

export const EVENT_STREAM = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  // nginx collects an answer before it passes it on, unless told.
  'x-accel-buffering': 'no',
};
/** An EventSource has no jitter of its own: from 2 to 17 s a tenth of them returns in any second and a half. */
const RETRY_MS = 2_000;
const RETRY_SPREAD_MS = 15_000;
/*
 * A peer that vanishes without a word is found by the kernel alone, whose buffer swallows what is said to it: about 15
 * minutes by Linux' default, two with `net.ipv4.tcp_retries2=8` (120 s measured with a cable pulled). It costs a place
 * and 11 KiB until then. Keep-alive probes would not help: none is sent while something is unacknowledged.
 */
/** A peer that reads no further keeps its connection this long after the end. */
const CLOSE_MS = 4_000;

export function createSseStreams({ hub, metrics, codes, random, onEnd }: SseDeps): SseStreams {
  const peers = new Map<ServerResponse, Peer>();
  const sockets = new WeakSet<Socket>();
  const gauge = metrics.streams.labels({ kind: 'sse' });

  const medium: Medium<Peer> = {
    name: 'sse',
    frame: sseFrame,
    write({ socket }, bytes) {
      if (socket.writable) socket.write(bytes);
    },
    backlog: ({ socket }) => socket.writableLength,
    cut(peer) {
      metrics.streamsCut.inc({ reason: 'too-slow' });
      finish(peer, 'too slow', RETRY_MS);
    },
  };

  function finish(peer: Peer, reason: string, retryAfterMs: number): void {
    medium.write(peer, sseFrame({ type: 'goodbye', reason, retryAfterMs }));
    if (peer.listener !== null) hub.leave(peer.listener);
    peer.socket.end();
    setTimeout(() => peer.socket.destroy(), CLOSE_MS).unref();
  }

  function onClose(this: ServerResponse): void {
    const peer = peers.get(this);
    if (peer === undefined) return;
    peers.delete(this);
    if (peer.listener !== null) hub.leave(peer.listener);
    gauge.dec();
    onEnd(peer);
  }

  return {
    peers: { [Symbol.iterator]: () => peers.values() },
    holds: (socket) => sockets.has(socket),
    /** The head goes out through Node; what follows is written past it: neither chunked nor copied. */
    open({ socket }, response, place, entry) {
      response.shouldKeepAlive = false;
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200, EVENT_STREAM);
      response.flushHeaders();
      socket.setNoDelay(true);
      socket.setTimeout(0);
      const peer: Peer = { socket, ws: null, place, listener: null, turn: 0, heardAt: 0, manners: null };
      peers.set(response, peer);
      sockets.add(socket);
      gauge.inc();
      response.on('close', onClose);
      response.on('error', ignore);
      medium.write(peer, Buffer.from(`retry: ${Math.round(RETRY_MS + random() * RETRY_SPREAD_MS)}\n\n`));
      peer.listener = joinPeer(hub, peer, medium, entry, codes);
    },
    dismiss: (peer, retryAfterMs) => finish(peer, 'restart', retryAfterMs),
    drop: (peer) => peer.socket.destroy(),
    stop() {},
  };
}
