// attack: peers that cost more than they send: many requests on one connection, idle connections, upgrades.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultRow } from '../support/fault/table.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { metric } from '../support/service/metric.ts';
import { descriptors, memoryMb } from '../support/service/process-figures.ts';
import { watchRates } from '../support/service/watch-rates.ts';

const requestOf = (path: string, ...headers: string[]) =>
  `${[`GET ${path} HTTP/1.1`, 'Host: x', ...headers].join('\r\n')}\r\n\r\n`;
const RATES = requestOf('/rates');
const PILE_BYTES = 65_000;
/**
 * The memory that stays, as the minimum of the last rounds, and the peak. When each packet was parsed to its end, the
 * peak was 100 to 700 MB, and a packet took 26 ms.
 */
const KEPT_MB = 60;
const PEAK_MB = 100;
const LAST_ROUNDS = 10;
const AT_ONCE = 5;
const HEALTH_MS = 100;
const PAUSE_MS = 250;
const ENDED_S = 2;
/** 1,000 streams and 1,024 other connections. */
const MOST = 2_024;
const IDLE_MB = 60;
const BACK_S = 45;

/** A peer that sends this text as it is, and reads the answer or not. */
async function come({ port }: ServiceChild, text: string, reads = true, localAddress = '127.0.0.1') {
  const peer = connect({ port, host: '127.0.0.1', localAddress });
  peer.on('error', () => {});
  if (reads) peer.resume();
  await once(peer, 'connect');
  if (text !== '') peer.write(text);
  return peer;
}

/** Seconds until a condition is true; 999 when it is not within a minute. */
async function secondsUntil(holds: () => boolean | Promise<boolean>): Promise<number> {
  const began = performance.now();
  while (!(await holds())) {
    if (performance.now() - began > 60_000) return 999;
    await wait(50);
  }
  return (performance.now() - began) / 1_000;
}

const isOver = ({ destroyed, readableEnded }: Socket) => destroyed || readableEnded;

export async function pileUp(rounds: number, limitMs = HEALTH_MS): Promise<FaultRow> {
  const service = await startChild();
  const health = watchRates([service], { localAddress: '127.0.0.9' });
  await wait(1_000);
  const before = memoryMb(service);
  const pile = RATES.repeat(PILE_BYTES / RATES.length);
  const seen: number[] = [];
  let slowestS = 0;
  for (let round = 0; round < rounds; round += 1) {
    const behind = Array.from({ length: AT_ONCE }, () => come(service, requestOf('/stream') + pile));
    const deaf = Array.from({ length: AT_ONCE }, () => come(service, requestOf('/sources') + pile, false));
    const peers = await Promise.all([...behind, ...deaf]);
    const streaming = peers.slice(0, AT_ONCE);
    slowestS = Math.max(slowestS, await secondsUntil(() => streaming.every(isOver)));
    seen.push(memoryMb(service));
    for (const peer of peers) peer.destroy();
    await wait(PAUSE_MS);
  }
  const backS = await secondsUntil(async () => (await metric(service, 'ticker_streams')) === 0);
  const { p99Ms, failed } = await health.stop();
  const exitCode = await service.end();
  const kept = Math.min(...seen.slice(-LAST_ROUNDS)) - before;
  const peak = Math.max(...seen) - before;
  return {
    id: 'C11',
    fault: `${rounds} times ${AT_ONCE} streams and ${AT_ONCE} deaf peers, each with 65 kB of requests behind it`,
    measured: `memory +${kept.toFixed(0)} MB, +${peak.toFixed(0)} at most; a stream ended ${slowestS.toFixed(1)} s after it; places back in ${backS.toFixed(1)} s; health p99 ${p99Ms.toFixed(0)} ms, ${failed} failed`,
    due: `memory +${KEPT_MB} MB, +${PEAK_MB} at most; ended within ${ENDED_S} s; back within ${BACK_S} s; health < ${limitMs} ms`,
    passed:
      kept <= KEPT_MB &&
      peak <= PEAK_MB &&
      slowestS <= ENDED_S &&
      backS <= BACK_S &&
      p99Ms < limitMs &&
      failed === 0 &&
      exitCode === 0,
  };
}

export async function idle(count: number): Promise<FaultRow> {
  const service = await startChild();
  await metric(service, 'ticker_streams');
  const [before, opened] = [memoryMb(service), descriptors(service)];
  const peers: Socket[] = [];
  // Half of them send one request and keep the connection; the other half send nothing.
  for (let begun = 0; begun < count; begun += 100) {
    const some = Array.from({ length: 100 }, (_, index) => come(service, index % 2 === 0 ? RATES : ''));
    peers.push(...(await Promise.all(some)));
  }
  await wait(500);
  const [grown, held] = [memoryMb(service) - before, descriptors(service) - opened];
  const health = watchRates([service], { localAddress: '127.0.0.9' });
  await wait(2_000);
  const { failed, asked } = await health.stop();
  for (const peer of peers) peer.destroy();
  const backS = await secondsUntil(() => descriptors(service) <= opened + 3);
  const exitCode = await service.end();
  return {
    id: 'C12',
    fault: `${count} idle connections of one address`,
    measured: `${held} kept, memory +${grown.toFixed(0)} MB; ${asked - failed} of ${asked} requests of another address answered; descriptors back in ${backS.toFixed(1)} s`,
    due: `${MOST} kept at most, and 3 of the service itself, +${IDLE_MB} MB; all answered; back within ${BACK_S} s`,
    passed: held <= MOST + 3 && grown <= IDLE_MB && failed === 0 && backS <= BACK_S && exitCode === 0,
  };
}

export async function upgradeAndLeave(count: number): Promise<FaultRow> {
  const service = await startChild({ RATE_LIMIT: '0' });
  await metric(service, 'ticker_streams');
  const opened = descriptors(service);
  const offer = requestOf('/stream', 'Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c');
  const peers = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      come(service, index % 2 === 0 ? offer : requestOf('/stream')),
    ),
  );
  await secondsUntil(async () => (await metric(service, 'ticker_streams')) === count);
  const open = await metric(service, 'ticker_streams');
  // Some close, some reset, and some close only their half and do not read to the end.
  for (const [index, peer] of peers.entries()) {
    if (index % 3 === 0) peer.resetAndDestroy();
    else if (index % 3 === 1) peer.pause().end();
    else peer.end();
  }
  const placesS = await secondsUntil(async () => (await metric(service, 'ticker_streams')) === 0);
  const descriptorsS = placesS + (await secondsUntil(() => descriptors(service) <= opened + 3));
  for (const peer of peers) peer.destroy();
  const exitCode = await service.end();
  return {
    id: 'C13',
    fault: `${count} streams, half of them upgraded from h2c, whose peers leave in three ways`,
    measured: `${open} open; places back in ${placesS.toFixed(1)} s, descriptors in ${descriptorsS.toFixed(1)} s`,
    due: `back within ${BACK_S} s`,
    passed: open === count && descriptorsS <= BACK_S && exitCode === 0,
  };
}

export const run = async (): Promise<FaultRow[]> => [
  await pileUp(60),
  await idle(5_000),
  await upgradeAndLeave(300),
];
