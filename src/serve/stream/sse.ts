// serve: streams as server-sent events, for clients without WebSocket: curl, simple proxies, EventSource.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Metrics } from '../../metrics.ts';
import type { Medium } from '../../publish/channel.ts';
import type { Hub } from '../../publish/hub.ts';
import type { Code } from '../../rates/fixing.ts';
import { sseFrame } from './frame.ts';
import { ignore, type JoinRequest, joinPeer, type Peer, type Streams } from './peer.ts';
import { createPeers } from './peers.ts';

export interface SseDeps {
  hub: Hub<Peer>;
  metrics: Metrics;
  codes: readonly Code[];
  random(): number;
  /** Called when a stream is over. */
  onEnd(peer: Peer): void;
}

export interface SseStreams extends Streams {
  /** Whether a stream was opened on this connection. */
  holds(socket: Socket): boolean;
  open(request: IncomingMessage, response: ServerResponse, place: string, join: JoinRequest): void;
}

export const EVENT_STREAM = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  // nginx buffers an answer unless this header forbids it.
  'x-accel-buffering': 'no',
};
/** An EventSource adds no jitter. With delays from 2 to 17 s, a tenth of the clients return in any 1.5 s. */
const RETRY_MS = 2_000;
const RETRY_SPREAD_MS = 15_000;
/*
 * A peer that disappears without a FIN (a pulled cable) is detected by the kernel alone: writes succeed until TCP gives
 * up. That takes about 15 minutes by Linux' default and two with `net.ipv4.tcp_retries2=8` (measured: 120 s). Until
 * then the peer occupies a place and 11 KiB. Keep-alive probes do not help: none is sent while data is unacknowledged.
 */
/** After the end of a stream, a connection whose peer does not read is closed by force after this time. */
const CLOSE_MS = 4_000;

export function createSseStreams({ hub, metrics, codes, random, onEnd }: SseDeps): SseStreams {
  const peers = createPeers<ServerResponse>('sse', { hub, metrics, onEnd });
  const sockets = new WeakSet<Socket>();

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
    peers.leaveHub(peer);
    peer.socket.end();
    setTimeout(() => peer.socket.destroy(), CLOSE_MS).unref();
  }

  function onClose(this: ServerResponse): void {
    peers.remove(this);
  }

  return {
    peers,
    holds: (socket) => sockets.has(socket),
    /** Node writes the head. Events are written to the socket directly, which avoids chunked encoding and a copy. */
    open({ socket }, response, place, join) {
      response.shouldKeepAlive = false;
      response.useChunkedEncodingByDefault = false;
      response.writeHead(200, EVENT_STREAM);
      response.flushHeaders();
      socket.setNoDelay(true);
      socket.setTimeout(0);
      const peer: Peer = { socket, ws: null, place, listener: null, turn: 0, lastSeenAt: 0, counts: null };
      peers.add(response, peer);
      sockets.add(socket);
      response.on('close', onClose);
      response.on('error', ignore);
      medium.write(peer, Buffer.from(`retry: ${Math.round(RETRY_MS + random() * RETRY_SPREAD_MS)}\n\n`));
      peer.listener = joinPeer(hub, peer, medium, join, codes);
    },
    dismiss: (peer, retryAfterMs) => finish(peer, 'restart', retryAfterMs),
    drop: (peer) => peer.socket.destroy(),
    stop() {},
  };
}
