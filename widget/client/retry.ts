// widget: when a stream may be requested again. Pure.
import type { ConnectionEnd } from './connection.ts';

/** Full jitter: after a server's death, less than a tenth of its listeners reconnect in any second. */
const RETRY_MS = 15_000;
/** All listeners are back within a minute of the server's return. */
const MAX_RETRY_MS = 30_000;
/** The wait after a refusal. An operator has to change something first. */
const REFUSED_MS = 300_000;

/** Returns for how many milliseconds after the end of a stream the server allows no other one. */
export function barredMs({ refused, waitMs = 0 }: ConnectionEnd): number {
  return refused ? REFUSED_MS : waitMs;
}

/** Returns a random delay in milliseconds after so many failures in a row. `share` is from 0 to 1. */
export function delayMs(failures: number, share: number): number {
  return share * Math.min(MAX_RETRY_MS, RETRY_MS * 2 ** failures);
}
