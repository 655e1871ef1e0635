// command: questions to a running service, as anybody may ask them.
import { messageOf, TickerError } from '../errors.ts';
import type { Rate, Snapshot } from '../rates/wire.ts';
import { plain } from './terminal.ts';

/** A service that answers at all does so within milliseconds; behind it a person waits. */
const LIMIT_MS = 5_000;

export interface Answer {
  /** Of HTTP. */
  status: number;
  /** What the JSON says; undefined where it is none. */
  body: unknown;
  /** Time of the service, so that its stamps are compared with its own clock. */
  at: Date;
}

/** Throws `client-refused` with the reason when nothing answers. */
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

/** The rates that an answer holds; undefined for the answer of something else than this service. */
export function snapshotOf({ status, body }: Answer): Snapshot | undefined {
  if (status !== 200 || !isFields(body) || !Array.isArray(body.rates)) return undefined;
  const isWhole = typeof body.epoch === 'string' && typeof body.seq === 'number' && body.rates.every(isRate);
  return isWhole ? (body as unknown as Snapshot) : undefined;
}

/** What a problem says of itself; without one, its status. */
export function detailOf({ status, body }: Answer): string {
  return isFields(body) && typeof body.detail === 'string' ? plain(body.detail) : `answered ${status}`;
}

export function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** By the fields that are shown alone: a later version may say more. */
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

/** `fetch failed` says nothing: its cause does, and of several addresses that were tried, the first cause. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${LIMIT_MS / 1000} s`;
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return messageOf(cause instanceof AggregateError ? cause.errors[0] : cause);
}
