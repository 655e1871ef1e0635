// serve: ends all streams at a shutdown, spread over time so that their clients do not reconnect all at once.
import { setTimeout as wait } from 'node:timers/promises';
import type { Peer, Streams } from './peer.ts';

/** Handshakes a second that another replica accepts without delay. */
const A_SECOND = 200;
/** Shorter than the grace period of orchestrators. A load balancer has seen `/readyz` fail long before its end. */
const MAX_SPREAD_MS = 10_000;
const STEP_MS = 50;
/** Connections that are still open after this time are closed by force. */
const CLOSE_MS = 1_500;
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 15_000;

/**
 * Sends a `goodbye` to each stream and closes it: a few at once, many within ten seconds. Resolves when all are closed.
 */
export async function drainStreams(kinds: readonly Streams[], random: () => number): Promise<void> {
  const all = kinds.flatMap((streams) => Array.from(streams.peers, (peer) => ({ streams, peer })));
  const spreadMs = Math.min(MAX_SPREAD_MS, (all.length / A_SECOND) * 1_000);
  // Each client gets its own delay. One delay for all would make them reconnect within the same second.
  const retryMs = () =>
    Math.round(RETRY_MS + random() * Math.min(MAX_RETRY_MS, (all.length / A_SECOND) * 1_000));
  const started = performance.now();
  for (let gone = 0; gone < all.length; ) {
    const part = spreadMs < STEP_MS ? 1 : (performance.now() - started + STEP_MS) / spreadMs;
    const due = Math.min(all.length, Math.ceil(all.length * part));
    for (const { streams, peer } of all.slice(gone, due)) streams.dismiss(peer, retryMs());
    gone = due;
    if (gone < all.length) await wait(STEP_MS);
  }
  const left = () =>
    kinds.flatMap((streams) => Array.from(streams.peers, (peer: Peer) => ({ streams, peer })));
  const deadline = performance.now() + CLOSE_MS;
  while (left().length > 0 && performance.now() < deadline) await wait(STEP_MS / 5);
  for (const { streams, peer } of left()) streams.drop(peer);
  for (const streams of kinds) streams.stop();
}
