// serve: HTTP listeners that cut slow peers and end when told.
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Problem, refuseUpgrade } from './problem.ts';

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

/**
 * Requests that may wait on one connection behind the one that is answered. Browsers, proxies and client libraries send
 * the next one after the answer; 65 kB of requests sent at once were 2,600 answers, kept for a peer that reads none.
 */
const MAX_QUEUED = 16;

export interface ListenOptions {
  stallMs?: number;
  /** Whether a new connection may stay; a problem is sent to it, and it is closed. */
  refuse?(socket: Socket): Problem | null;
}

/** Listens; port 0 takes a free one. Throws what the system says: EADDRINUSE, EACCES. */
export async function listen(
  handler: RequestListener,
  port: number,
  host: string,
  { stallMs = STALL_MS, refuse = () => null }: ListenOptions = {},
): Promise<HttpListener> {
  const queue = createQueue();
  const server = createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CHECK_MS,
    },
    (request, response) => {
      const { socket } = request;
      // What else came in the same packet as the request that ended the connection: Node parses the packet to its end, at
      // 10 µs a request.
      if (socket.destroyed) return;
      // A response without a socket waits for another one on the same connection.
      if (response.socket === null && !queue.admits(socket, response)) return void socket.destroy();
      handler(request, response);
    },
  );
  server.on('connection', (socket) => {
    const problem = refuse(socket);
    if (problem !== null) refuseUpgrade(socket, problem);
  });
  // Streams switch it off for themselves: they are watched by the hub.
  server.timeout = stallMs;
  let underWay = 0;
  const onClose = () => {
    underWay -= 1;
  };
  server.on('request', (_request, response) => {
    // One that waits is never closed if its connection ends first; while it waits, another one is counted.
    if (response.socket === null) return;
    underWay += 1;
    response.on('close', onClose);
  });
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
        if ((underWay === 0 && waitedMs >= GRACE_MS) || waitedMs >= DRAIN_MS) server.closeAllConnections();
      }, LOOK_MS);
      await closed;
      clearInterval(look);
    },
  };
}

/** Counts the requests of each connection that wait for their turn. */
function createQueue() {
  const waiting = new WeakMap<Socket, number>();
  return {
    admits(socket: Socket, response: ServerResponse): boolean {
      const count = (waiting.get(socket) ?? 0) + 1;
      if (count > MAX_QUEUED) return false;
      waiting.set(socket, count);
      response.once('close', () => waiting.set(socket, (waiting.get(socket) ?? 1) - 1));
      return true;
    },
  };
}
