import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createMetrics } from '../../../../src/metrics.ts';
import { type Admission, createAdmission } from '../../../../src/serve/http/limits/admission.ts';
import { createQuietLog } from '../../../support/recorded-log.ts';

let admission: Admission;
afterEach(() => admission.stop());

it.each([
  ['once when a private peer forwards and is not trusted', '192.168.0.1', '198.51.100.1', 1],
  ['not when the peer is trusted and every hop is one of its own', '10.0.0.1', '10.0.0.1', 0],
  ['not when a trusted peer forwards rubbish', '10.0.0.1', 'unknown', 0],
  ['not for a public peer with a forwarded header', '203.0.113.7', '198.51.100.1', 0],
  ['not without a forwarded header', '192.168.0.1', undefined, 0],
])('the admission names TRUSTED_PROXIES %s', (_when, remoteAddress, forwarded, due) => {
  const trustedProxies = new BlockList();
  trustedProxies.addSubnet('10.0.0.0', 8);
  const { log, lines } = createQuietLog();
  const limits = { maxClients: 10, maxClientsPerAddress: 10, rateLimit: 10 };
  const config = { allowedOrigins: null, publicUrl: null, trustedProxies, ...limits };
  admission = createAdmission(config, log, createMetrics());
  const headers = { 'x-forwarded-for': forwarded };
  const request = { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
  admission.admitRequest(request);
  admission.admitRequest(request);
  expect(lines.filter(({ message }) => message.includes('TRUSTED_PROXIES'))).toHaveLength(due);
});

it.each([
  ['the listed origin', null, 'https://news.example', true],
  ['the public address', 'https://rates.example/fx', 'https://rates.example', true],
  ['the host of the request, without a public address', null, 'http://called.example', true],
  [
    'not the name that was called, beside a public address',
    'https://rates.example',
    'http://called.example',
    false,
  ],
  ['not a foreign one', null, 'https://evil.example', false],
])('the admission with a list admits %s', (_what, publicUrl, origin, due) => {
  const limits = { maxClients: 10, maxClientsPerAddress: 10, rateLimit: 10 };
  const allowedOrigins = new Set(['https://news.example']);
  const config = { allowedOrigins, publicUrl, trustedProxies: new BlockList(), ...limits };
  admission = createAdmission(config, createQuietLog().log, createMetrics());
  expect(admission.admitsOrigin(origin, 'called.example')).toBe(due);
});
