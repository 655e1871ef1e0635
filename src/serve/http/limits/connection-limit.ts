// serve: the number of connections of each peer.
import type { BlockList, Socket } from 'node:net';
import { limitKey, peerOf, trusts } from './address.ts';
import { createCounts } from './counts.ts';
import type { Refusal } from './refusal.ts';

/**
 * Connections of one address, besides its streams. A browser opens six, an office behind one router a few hundred. A
 * thousand idle connections cost 12 MB. Connections of a trusted proxy carry many clients and are not counted.
 */
const PLAIN_CONNECTIONS = 1_024;

/** Returns the function that counts a connection until it is closed; `null` = within the limit. */
export function createConnectionLimit(
  maxClientsPerAddress: number,
  trustedProxies: BlockList,
): (socket: Socket) => Refusal | null {
  const counts = createCounts();
  const keys = new WeakMap<Socket, string>();
  const most = maxClientsPerAddress + PLAIN_CONNECTIONS;

  // One function for all connections: a closure for each would cost memory on idle connections too.
  function onClose(this: Socket): void {
    const key = keys.get(this);
    if (key !== undefined) counts.remove(key);
  }

  return (socket) => {
    const peer = peerOf(socket.remoteAddress);
    if (trusts(trustedProxies, peer)) return null;
    const key = limitKey(peer);
    if (counts.of(key) >= most)
      return { status: 429, detail: `over ${most} connections from one address`, retryAfterS: 10 };
    counts.add(key);
    keys.set(socket, key);
    socket.on('close', onClose);
    return null;
  };
}
