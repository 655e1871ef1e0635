// serve: the end of a connection whose peer sends more requests than it may.
import type { Socket } from 'node:net';

/** What Node's parser takes as "an upgrade": it stops at this request and leaves the rest of the packet alone. */
const STOP = 2;

/**
 * Destroys a connection and stops the parser in the middle of its packet. After `destroy()` alone Node parses the packet
 * to its end and keeps a request and a response for each 36 bytes until the loop's turn is over: 65 kB sent by each of
 * 1,000 peers at once exhausted a heap of 512 MB. `parser.onIncoming` is not documented; Node 20, 22 and 24 have it, and
 * the attack C15 fails where it is gone.
 */
export function cutConnection(socket: Socket): void {
  const { parser } = socket as { parser?: { onIncoming: () => number } | null };
  if (parser) parser.onIncoming = () => STOP;
  socket.destroy();
}
