import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import { clientAddress, isPrivate, limitKey } from '../../../../src/serve/http/limits/address.ts';

const trusted = new BlockList();
trusted.addSubnet('10.0.0.0', 8);
trusted.addAddress('::1', 'ipv6');

describe('the client’s address', () => {
  // Without these rules an attacker gets a new rate limit for each request, and can use up that of another client.
  it.each([
    ['the peer without a forwarded header', '203.0.113.7', undefined, '203.0.113.7'],
    ['the peer when it is not a trusted proxy', '203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['the last hop before a trusted proxy', '10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['not what the client wrote in front of it', '10.0.0.1', '6.6.6.6, 198.51.100.1', '198.51.100.1'],
    ['behind two trusted proxies', '10.0.0.1', '198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['the proxy itself when the header is garbage', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['the nearest known hop when garbage comes first', '10.0.0.1', 'x, 10.0.0.9', '10.0.0.9'],
    ['the proxy itself when the header is empty', '10.0.0.1', '', '10.0.0.1'],
    ['a peer written as IPv4 in IPv6', '::ffff:203.0.113.7', undefined, '203.0.113.7'],
    ['a trusted peer written as IPv4 in IPv6', '::ffff:10.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['an IPv6 client behind a trusted proxy', '::1', '2001:db8::7', '2001:db8::7'],
    ['a hop with a port', '10.0.0.1', '198.51.100.1:4711', '198.51.100.1'],
    ['an IPv6 hop with a port', '10.0.0.1', '[2001:db8::7]:443', '2001:db8::7'],
    ['an IPv6 hop in brackets', '10.0.0.1', '[2001:db8::7]', '2001:db8::7'],
    ['a hop written as IPv4 in hexadecimal IPv6', '10.0.0.1', '::ffff:c633:6401', '198.51.100.1'],
    ['the same in full length', '10.0.0.1', '0:0:0:0:0:FFFF:C633:6401', '198.51.100.1'],
    ['the same with a port', '10.0.0.1', '[::ffff:c633:6401]:80', '198.51.100.1'],
    ['the hop before a trusted one in that form', '10.0.0.1', '198.51.100.1, ::ffff:a00:2', '198.51.100.1'],
    ['a trusted peer in that form', '::ffff:a00:1', '198.51.100.1', '198.51.100.1'],
    ['the proxy itself for garbage with a port', '10.0.0.1', 'unknown:80', '10.0.0.1'],
    ['the proxy itself for an address cut short', '10.0.0.1', '[2001:db8::7', '10.0.0.1'],
    ['empty when the socket is closed', undefined, '198.51.100.1', ''],
  ])('is %s', (_name, peer, header, expected) => {
    expect(clientAddress(peer, header, trusted)).toBe(expected);
  });

  it('counts a whole IPv6 /64 as one', () => {
    expect(limitKey('2001:db8:1:2:3:4:5:6')).toBe(limitKey('2001:db8:1:2::ffff'));
    expect(limitKey('2001:db8:1:2::1')).not.toBe(limitKey('2001:db8:1:3::1'));
    expect(limitKey('64:ff9b::198.51.100.1')).toBe('64:ff9b:0:0');
    expect(limitKey('fe80::1%eth0')).toBe('fe80:0:0:0');
    expect(limitKey('::1')).toBe('0:0:0:0');
    expect(limitKey('203.0.113.7')).toBe('203.0.113.7');
  });

  it('is private in the ranges where only an own proxy can be', () => {
    for (const address of ['10.1.2.3', '127.0.0.1', '192.168.1.1', '172.16.0.1', '::1', 'fd00::1']) {
      expect(isPrivate(address)).toBe(true);
    }
    for (const address of ['172.32.0.1', '8.8.8.8', '2001:db8::1']) expect(isPrivate(address)).toBe(false);
  });
});
