// serve: the address of a client, also behind proxies.
import { type BlockList, isIP } from 'node:net';

/**
 * An address in its usual form. A dual-stack listener and some proxies write IPv4 addresses inside IPv6
 * (`::ffff:198.51.100.1`, `::ffff:c633:6401`); these become plain IPv4. Text that is not an address is returned as it
 * is.
 */
export function peerOf(address = ''): string {
  if (isIP(address) !== 6) return address;
  const groups = groupsOf(address);
  const isMapped = groups.slice(0, 6).join() === '0,0,0,0,0,65535';
  const [high = 0, low = 0] = groups.slice(6);
  return isMapped ? [high >> 8, high & 255, low >> 8, low & 255].join('.') : address;
}

/** One entry of `X-Forwarded-For`. Some proxies append the port and put an IPv6 address in brackets. */
function hopOf(entry: string): string {
  const text = entry.trim();
  const [, inBrackets, beforePort] = /^(?:\[([^\]]*)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(text) ?? [];
  return peerOf(inBrackets ?? beforePort ?? text);
}

/**
 * The client's address: the peer of the socket, unless the peer is a trusted proxy. Then it is the last entry of
 * `X-Forwarded-For` that is not a trusted proxy. The client can write the entries to the left of it, so they are
 * ignored.
 */
export function clientAddress(
  remoteAddress: string | undefined,
  forwardedFor: string | undefined,
  trusted: BlockList,
): string {
  let address = peerOf(remoteAddress);
  const hops = (forwardedFor ?? '').split(',').map(hopOf);
  while (trusts(trusted, address)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) return address;
    address = hop;
  }
  return address;
}

/** Ranges of RFC 1918 and 4193 and loopback. A forwarded header from such a peer is most likely from the own proxy. */
export function isPrivate(address: string): boolean {
  return /^(?:10\.|127\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd])/i.test(address);
}

export function trusts(trusted: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && trusted.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/**
 * The key that limits count by: an IPv4 address, or the /64 of an IPv6 address. One home or server has 2^64 of those.
 */
export function limitKey(address: string): string {
  if (isIP(address) !== 6) return address;
  return groupsOf(address)
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':');
}

/** The eight groups of an IPv6 address. Zeros may be left out with `::`, and the last two groups may be IPv4. */
function groupsOf(address: string): number[] {
  const [bare = ''] = address.split('%');
  // The last 32 bits may be written as IPv4.
  const plain = bare.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_whole, a, b, c, d) => {
    const pair = (high: string, low: string) => (Number(high) * 256 + Number(low)).toString(16);
    return `${pair(a, b)}:${pair(c, d)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - groups.length - last.length }, () => '0');
  return [...groups, ...zeros, ...last].map((group) => Number.parseInt(group, 16));
}
