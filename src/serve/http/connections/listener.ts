// serve: HTTP listeners that close slow connections and shut down in order.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Problem, refuseUpgrade } from '../problem.ts';
import { cutConnection } from './cut.ts';
import { createUnanswered } from './unanswered.ts';

export interface HttpListener {
  server: Server;
  port: number;
  /** Accepts no more connections and ends the open ones. */
  close(): Promise<void>;
}

/** A header block fits into one packet. Five seconds are enough for a slow phone and stop a slow-header attack. */
const HEADERS_MS = 5_000;
/** No route reads a request body, so a long one need not be waited for. */
const REQUEST_MS = 10_000;
/** Longer than the 60 s of common load balancers: otherwise they reuse a connection while the service closes it. */
const KEEP_ALIVE_MS = 65_000;
/** A peer that reads nothing for so long is closed. Ten years of a currency, half a megabyte, would be kept for it. */
export const STALL_MS = 30_000;
/** Node's default looks for slow peers every 30 s: then the five seconds above become thirty. */
const CHECK_MS = 1_000;
/** Time for answers in progress at a shutdown. */
const DRAIN_MS = 3_000;
/** Node's default of 511 overflows when a few thousand clients return at once; TCP then retries after a second. */
const BACKLOG = 4_096;
/** A connection that was opened a moment ago may still send its request. */
const GRACE_MS = 250;
const LOOK_MS = 20;

export interface ListenOptions {
  stallMs?: number;
  /** Returns a problem to refuse a new connection: the problem is sent, and the connection is closed. */
  refuse?(socket: Socket): Problem | null;
  /** Answers upgrade requests. Without it they are answered like other requests. */
  upgrade?(request: IncomingMessage, socket: Socket, head: Buffer): void;
  /** Answers bytes that are no request. Without it Node answers without a body. */
  refuseUnreadable?(error: NodeJS.ErrnoException, socket: Socket): void;
}

/** Listens; port 0 takes a free one. Throws the error of the system: EADDRINUSE, EACCES. */
export async function listen(
  handler: RequestListener,
  port: number,
  host: string,
  { stallMs = STALL_MS, refuse = () => null, upgrade, refuseUnreadable }: ListenOptions = {},
): Promise<HttpListener> {
  const unanswered = createUnanswered();
  const take: RequestListener = (request, response) => {
    const { socket } = request;
    if (socket.destroyed || !unanswered.add(socket, response)) return cutConnection(socket);
    handler(request, response);
  };
  const server = createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_MS,
      // Node would answer a request without a Host itself, without the `request` event that counts it.
      requireHostHeader: false,
    },
    take,
  );
  // Node would also answer `Expect` itself. Requests here need no body, so the field changes nothing.
  server.on('checkContinue', take);
  server.on('checkExpectation', take);
  server.on('connection', (socket) => {
    socket.once('close', () => unanswered.forget(socket));
    const problem = refuse(socket);
    if (problem !== null) refuseUpgrade(socket, problem);
  });
  if (upgrade !== undefined) {
    server.on('upgrade', (request, duplex, head) => {
      const socket = duplex as Socket;
      // The earlier request has no answer yet: the handshake would be written into that answer.
      if (unanswered.has(socket)) return cutConnection(socket);
      upgrade(request, socket, head);
    });
  }
  if (refuseUnreadable !== undefined) {
    server.on('clientError', (error: NodeJS.ErrnoException, duplex) => {
      const socket = duplex as Socket;
      // The peer is gone, or an earlier request has no answer yet: the problem would be written into that answer.
      if (!socket.writable || error.code === 'ECONNRESET' || unanswered.has(socket))
        return cutConnection(socket);
      refuseUnreadable(error, socket);
    });
  }
  // Streams switch this timeout off: the hub detects streams that stall.
  server.timeout = stallMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const started = performance.now();
      // Node does not count a connection without any request as idle, and would wait for it.
      const look = setInterval(() => {
        const waitedMs = performance.now() - started;
        if ((unanswered.isEmpty() && waitedMs >= GRACE_MS) || waitedMs >= DRAIN_MS)
          server.closeAllConnections();
      }, LOOK_MS);
      await closed;
      clearInterval(look);
    },
  };
}
