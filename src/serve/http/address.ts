// serve: who is calling, when proxies may stand in between.
import { type BlockList, isIP } from 'node:net';

/** A socket's peer without the IPv4-in-IPv6 prefix that a dual-stack listener adds. */
export function peerOf(remoteAddress: string | undefined): string {
  return (remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/i, '');
}

/**
 * The client's address: the peer itself unless it is a trusted proxy; then the last entry of `X-Forwarded-For` that
 * is not a trusted proxy. Entries further left were written by whoever called and prove nothing.
 */
export function clientAddress(
  remoteAddress: string | undefined,
  forwardedFor: string | undefined,
  trusted: BlockList,
): string {
  let address = peerOf(remoteAddress);
  const hops = (forwardedFor ?? '').split(',').map((hop) => peerOf(hop.trim()));
  while (trusts(trusted, address)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) return address;
    address = hop;
  }
  return address;
}

/** Ranges of RFC 1918 and 4193 and loopback: a forwarded header from there is most likely our own proxy's. */
export function isPrivate(address: string): boolean {
  return /^(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd])/i.test(address);
}

export function trusts(trusted: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && trusted.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/**
 * What limits count: an IPv4 address, or the /64 of an IPv6 one, since a single home or server holds 2^64 of them.
 */
export function limitKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const last = tail === '' ? [] : tail.split(':');
    while (groups.length + last.length < 8) groups.push('0');
    groups.push(...last);
  }
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
