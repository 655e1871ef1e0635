// attack: a packet full of requests of each kind from many peers in the same moment, at a service with a small heap.
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultRow } from '../support/fault/table.ts';
import { startChild } from '../support/service/child.ts';
import { memoryMb } from '../support/service/process-figures.ts';
import { watchRates } from '../support/service/watch-rates.ts';

const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;
const GET = 'GET /rates HTTP/1.1';
const HOST = 'Host: x';
const KINDS = {
  plain: lines(GET, HOST),
  'without a Host': lines(GET),
  'that expect something': lines(GET, HOST, 'Expect: much'),
  'that expect a 100': lines(GET, HOST, 'Expect: 100-continue'),
  'of HTTP/1.0': lines('GET /rates HTTP/1.0', 'Connection: keep-alive'),
  'with a body': `${lines('POST /rates HTTP/1.1', HOST, 'Content-Length: 1')}x`,
  'for an upgrade': lines(GET, HOST, 'Connection: Upgrade', 'Upgrade: z'),
  'for a WebSocket': lines('GET /ws HTTP/1.1', HOST, 'Connection: Upgrade', 'Upgrade: websocket'),
  'for a tunnel': lines('CONNECT x:1 HTTP/1.1', HOST),
};
/** What Node reads at once: a larger pile is two packets. */
const PILE_BYTES = 65_000;
/** Twice what the service needs at rest. When each such packet was parsed to its end, 300 peers exhausted it. */
const HEAP_MB = 128;
const GROWTH_MB = 100;
const ADDRESSES = 200;
const SEEN_MS = 1_500;

/** The first request of each connection takes a turn of the loop, so that those behind it wait. */
const FIRST = [lines('GET /sources HTTP/1.1', HOST), lines('GET /stream HTTP/1.1', HOST)];

export async function pileAllKinds(count: number): Promise<FaultRow> {
  const service = await startChild({ NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` });
  const health = watchRates([service], { localAddress: '127.0.0.9' });
  const before = memoryMb(service);
  const isOver = () => service.process.exitCode !== null || service.process.signalCode !== null;
  let peak = 0;
  let killedBy = '';
  for (const [kind, text] of Object.entries(KINDS)) {
    const pile = text.repeat(Math.floor(PILE_BYTES / text.length));
    const peers = Array.from({ length: count }, (_, index) => {
      const localAddress = `127.0.1.${1 + (index % ADDRESSES)}`;
      const peer = connect({ port: service.port, host: '127.0.0.1', localAddress });
      peer.on('error', () => {});
      if (index % 4 < 2) peer.resume();
      return peer;
    });
    await Promise.all(peers.map((peer) => once(peer, 'connect').catch(() => {})));
    for (const [index, peer] of peers.entries()) peer.write(FIRST[index % FIRST.length] + pile);
    await wait(SEEN_MS);
    for (const peer of peers) peer.destroy();
    if (isOver()) {
      killedBy = kind;
      break;
    }
    peak = Math.max(peak, memoryMb(service) - before);
  }
  const { failed, p99Ms } = await health.stop();
  const exitCode = await service.end();
  const fate = killedBy === '' ? `memory +${peak.toFixed(0)} MB` : `ended by requests ${killedBy}`;
  return {
    id: 'C15',
    fault: `${count} peers at once with 65 kB of requests, ${Object.keys(KINDS).length} kinds in turn, a heap of ${HEAP_MB} MB`,
    measured: `${fate}; health p99 ${p99Ms.toFixed(0)} ms, ${failed} failed; exit ${exitCode}`,
    due: `it lives, memory +${GROWTH_MB} MB at most, 0 failed, exit 0`,
    passed: killedBy === '' && peak <= GROWTH_MB && failed === 0 && exitCode === 0,
  };
}

export const run = async (): Promise<FaultRow[]> => [await pileAllKinds(300)];
