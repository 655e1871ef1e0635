// serve: HTTP listeners that close slow connections and shut down in order.
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type Problem, refuseUpgrade } from './problem.ts';

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

/**
 * Pipelined requests that may wait on one connection. Browsers, proxies and client libraries send the next request
 * after the answer. Without a limit, 65 kB of requests sent at once became 2,600 answers in memory for a peer that read
 * none.
 */
const MAX_QUEUED = 16;

export interface ListenOptions {
  stallMs?: number;
  /** Returns a problem to refuse a new connection: the problem is sent, and the connection is closed. */
  refuse?(socket: Socket): Problem | null;
}

/** Listens; port 0 takes a free one. Throws the error of the system: EADDRINUSE, EACCES. */
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
      // Node parses a packet to its end (10 µs a request), also after one of its requests has ended the connection.
      if (socket.destroyed) return;
      // A response without a socket waits for an earlier response on the same connection.
      if (response.socket === null && !queue.admits(socket, response)) return void socket.destroy();
      handler(request, response);
    },
  );
  server.on('connection', (socket) => {
    const problem = refuse(socket);
    if (problem !== null) refuseUpgrade(socket, problem);
  });
  // Streams switch this timeout off: the hub detects streams that stall.
  server.timeout = stallMs;
  let underWay = 0;
  const onClose = () => {
    underWay -= 1;
  };
  server.on('request', (_request, response) => {
    // A waiting response gets no `close` event if its connection ends first. The response before it is counted anyway.
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
      // Node does not count a connection without any request as idle, and would wait for it.
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
