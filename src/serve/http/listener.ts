// serve: HTTP listeners that cut slow peers and end when told.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { cutConnection } from './cut.ts';
import { type Problem, problemOf, refuseUpgrade, sendProblem } from './problem.ts';
import { createUnanswered } from './unanswered.ts';

export interface HttpListener {
  server: Server;
  port: number;
  /** Takes no more connections and ends the ones that are left. */
  close(): Promise<void>;
}

/** A header block is one packet; five seconds are a slow phone, not a slow attack. */
const HEADERS_MS = 5_000;
/** Nothing here has a request body worth waiting for. */
const REQUEST_MS = 10_000;
/** Longer than the 60 s of common load balancers, which otherwise reuse a connection as we close it. */
const KEEP_ALIVE_MS = 65_000;
/** Who reads nothing for this long is gone: ten years of a currency are half a megabyte, kept for each such peer. */
export const STALL_MS = 30_000;
/** Without it Node looks for slow peers every 30 s only, and the five seconds above become thirty. */
const CHECK_MS = 1_000;
/** Answers under way have this long at a shutdown. */
const DRAIN_MS = 3_000;
/** Node's 511 overflow when a few thousand return at once, and who is not queued tries again only after a second. */
const BACKLOG = 4_096;
/** A request may be on its way through a connection that was opened a moment ago. */
const GRACE_MS = 250;
const LOOK_MS = 20;

export interface ListenOptions {
  stallMs?: number;
  /** Whether a new connection may stay; a problem is sent to it, and it is closed. */
  refuse?(socket: Socket): Problem | null;
  /** Takes requests for an upgrade; without it they are answered as any other. */
  upgrade?(request: IncomingMessage, socket: Socket, head: Buffer): void;
}

/** Listens; port 0 takes a free one. Throws what the system says: EADDRINUSE, EACCES. */
export async function listen(
  handler: RequestListener,
  port: number,
  host: string,
  { stallMs = STALL_MS, refuse = () => null, upgrade }: ListenOptions = {},
): Promise<HttpListener> {
  const unanswered = createUnanswered();
  const take: RequestListener = (request, response) => {
    const { socket } = request;
    if (socket.destroyed || !unanswered.add(socket, response)) return cutConnection(socket);
    // Unlike HTTP/1.0, HTTP/1.1 has a Host in every request (RFC 9112, 3.2).
    if (request.headers.host === undefined && request.httpVersion !== '1.0') {
      return sendProblem(response, problemOf(400, 'HTTP/1.1 needs a Host header'));
    }
    handler(request, response);
  };
  const server = createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_MS,
      // Node would answer by itself, and such requests would not be counted: see `take`.
      requireHostHeader: false,
    },
    take,
  );
  // The same: with `Expect: 100-continue` or anything else there, a GET is answered as without it.
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
      // Behind a request that is being answered: the handshake would stand in the middle of that answer.
      if (unanswered.has(socket)) return cutConnection(socket);
      upgrade(request, socket, head);
    });
  }
  // Streams switch it off for themselves: they are watched by the hub.
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
      // Node does not count a connection as idle that never asked for anything, and would wait for it.
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
