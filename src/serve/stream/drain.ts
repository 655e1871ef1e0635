// serve: the end of all streams at a shutdown, spread so that their return is no stampede.
import { setTimeout as wait } from 'node:timers/promises';
import type { Peer, Streams } from './peer.ts';

/** Another replica takes this many handshakes a second with ease. */
const A_SECOND = 200;
/** An orchestrator waits; a load balancer has noticed `/readyz` long before. */
const MAX_SPREAD_MS = 10_000;
const STEP_MS = 50;
/** Who has not hung up by then is cut off. */
const CLOSE_MS = 1_500;
const RETRY_MS = 1_000;
const MAX_RETRY_MS = 15_000;

/** Says goodbye to everybody, a few at once or many over ten seconds, and returns when all are gone. */
export async function drainStreams(kinds: readonly Streams[], random: () => number): Promise<void> {
  const all = kinds.flatMap((streams) => Array.from(streams.peers, (peer) => ({ streams, peer })));
  const spreadMs = Math.min(MAX_SPREAD_MS, (all.length / A_SECOND) * 1_000);
  // Each gets its own delay: all of them together would be told the second of the stampede.
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
