// command: requests to the public paths of a running service.
import { messageOf, TickerError } from '../errors.ts';
import type { Rate, Snapshot } from '../rates/wire.ts';
import { plain } from './terminal.ts';

/** A healthy service answers within milliseconds, and a person waits for the result. */
const LIMIT_MS = 5_000;

export interface Answer {
  /** HTTP status. */
  status: number;
  /** The parsed JSON; undefined if the body is not JSON. */
  body: unknown;
  /** Time of the service, by its `Date` header: its time stamps must be compared with its own clock. */
  at: Date;
}

/** Sends a GET request. Throws `client-refused` with the reason when there is no answer. */
export async function askServer(src: string, path: string): Promise<Answer> {
  try {
    const response = await fetch(`${src}${path}`, { signal: AbortSignal.timeout(LIMIT_MS) });
    const text = await response.text();
    const toldMs = Date.parse(response.headers.get('date') ?? '');
    const at = Number.isNaN(toldMs) ? new Date() : new Date(toldMs);
    return { status: response.status, body: jsonOf(text), at };
  } catch (error) {
    throw new TickerError('client-refused', `${src} cannot be reached: ${reasonOf(error)}`);
  }
}

/** The snapshot in an answer; undefined if the answer comes from another program or has no rates. */
export function snapshotOf({ status, body }: Answer): Snapshot | undefined {
  if (status !== 200 || !isFields(body) || !Array.isArray(body.rates)) return undefined;
  const isWhole = typeof body.epoch === 'string' && typeof body.seq === 'number' && body.rates.every(isRate);
  return isWhole ? (body as unknown as Snapshot) : undefined;
}

/** The `detail` of a problem; for another body, its status. */
export function detailOf({ status, body }: Answer): string {
  return isFields(body) && typeof body.detail === 'string' ? plain(body.detail) : `answered ${status}`;
}

export function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Checks only the fields that are used: a later version of the service may have more. */
function isRate(value: unknown): value is Rate {
  if (!isFields(value) || !isFields(value.source)) return false;
  const { pair, base, display, inverse, date, status } = value;
  return [pair, base, display, inverse, date, status].every((text) => typeof text === 'string');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The message `fetch failed` has no reason, but its cause does. If several addresses were tried, the first cause
 * counts.
 */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${LIMIT_MS / 1000} s`;
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return messageOf(cause instanceof AggregateError ? cause.errors[0] : cause);
}
