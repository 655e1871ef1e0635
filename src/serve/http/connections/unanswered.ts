// serve: the requests of each connection that are not answered yet.
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The request that is answered and 16 that wait behind it. Browsers, proxies and client libraries send the next request
 * after the answer. Without a limit, 65 kB of requests sent at once became 2,600 answers in memory for a peer that read
 * none.
 */
const MOST = 17;

export interface Unanswered {
  /** Takes one more; `false` where the connection has too many. */
  add(socket: Socket, response: ServerResponse): boolean;
  /** Whether the connection has one. */
  has(socket: Socket): boolean;
  /** Whether no connection has one. */
  isEmpty(): boolean;
  /** For a connection that has closed: responses that wait on it never close. */
  forget(socket: Socket): void;
}

export function createUnanswered(): Unanswered {
  const counts = new Map<Socket, number>();

  function onClose(this: ServerResponse): void {
    const { socket } = this.req;
    const count = counts.get(socket) ?? 0;
    if (count > 1) counts.set(socket, count - 1);
    else counts.delete(socket);
  }

  return {
    add(socket, response) {
      const count = (counts.get(socket) ?? 0) + 1;
      if (count > MOST) return false;
      counts.set(socket, count);
      response.on('close', onClose);
      return true;
    },
    has: (socket) => counts.has(socket),
    isEmpty: () => counts.size === 0,
    forget: (socket) => void counts.delete(socket),
  };
}
