// serve: the key under which a client is counted.
import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import type { Log } from '../../../log.ts';
import { clientAddress, isPrivate, limitKey, peerOf, trusts } from './address.ts';

/** Returns the function that gives the key of a request's client. It warns once about a proxy that is not listed. */
export function createClientKeys(trustedProxies: BlockList, log: Log): (request: IncomingMessage) => string {
  let warned = false;
  return ({ headers, socket: { remoteAddress } }) => {
    const header = headers['x-forwarded-for'];
    const forwarded = Array.isArray(header) ? header.join(',') : header;
    const peer = peerOf(remoteAddress);
    if (!warned && forwarded !== undefined && isPrivate(peer) && !trusts(trustedProxies, peer)) {
      warned = true;
      log.warn(
        { peer },
        'X-Forwarded-For is ignored; if this peer is your proxy, list it in TRUSTED_PROXIES',
      );
    }
    return limitKey(clientAddress(remoteAddress, forwarded, trustedProxies));
  };
}
