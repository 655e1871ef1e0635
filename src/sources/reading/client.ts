// sources: one bounded GET. Every byte that a publisher sends passes through here.
import type { Readable } from 'node:stream';
import { TickerError } from '../../errors.ts';
import { type Answer, get } from './connection.ts';

/** All requests of one poll together, headers and bodies: a bank that drips a byte a second cannot hold it. */
export const POLL_DEADLINE_MS = 10_000;
/**
 * After a document, before the next request: NBK and CBU take a burst for an attack, and nobody waits for an archive.
 * A 404 costs a bank nothing and is followed at once.
 */
const PAUSE_MS = 200;
/**
 * After inflating. Real answers are under 30 KiB (the largest is CBU's 26 kB; a year of NBKR's page is 33 kB of rows), so
 * this leaves room for twenty times as much, and every reader is through with it before anybody else has waited long.
 * `fetch().text()` let a 292 kB bomb grow to 943 MB.
 */
export const MAX_BYTES = 512 * 1024;
/** A 404's page is read to its end, so that the connection can be used again; no longer one is worth it. */
const MAX_IGNORED_BYTES = 256 * 1024;
/** A bank may send us away for a day; asking again after an hour costs it nothing. */
const MAX_RETRY_AFTER_MS = 3_600_000;

const USER_AGENT = 'silk-ticker/1 (+https://github.com/silk-ticker/silk-ticker)';

/** A document as the publisher sent it. */
export interface Document {
  bytes: Uint8Array;
  /** Decodes strictly: bytes that are not of this charset are `source-unreadable`. */
  text(charset: 'utf-8' | 'windows-1251'): string;
}

/**
 * GET of a path and query at the publisher's origin. `null` for 404, which is how archives say "no such day".
 * Throws `source-unreachable` for everything else that is not a 200 (a redirect included) and for a passed
 * deadline, `source-unreadable` for a body over 512 KiB.
 */
export type Ask = (path: string) => Promise<Document | null>;

interface Validated {
  etag: string;
  document: Document;
}

/** What an asker remembers between polls: the last document of each path that came with an ETag. */
export type Memory = Map<string, Validated>;

/** A few paths each are ever asked twice (today's file); the bound keeps a long backfill out of memory. */
const MAX_REMEMBERED = 4;

/** Builds an `Ask`. `limit` is called for each request: one signal for all of a poll, or a fresh one each. */
export function createAsk(origin: string, memory: Memory, limit: () => AbortSignal): Ask {
  let readyAtMs = 0;
  return async (path) => {
    await pauseUntil(readyAtMs);
    const signal = limit();
    const url = new URL(path, origin);
    const known = memory.get(path);
    try {
      const answer = await get(url, headersFor(known), signal);
      if (answer.status === 304 && known) {
        await ignore(answer.body);
        readyAtMs = performance.now() + PAUSE_MS;
        return known.document;
      }
      if (answer.status !== 200) return await refused(answer);
      const document = documentOf(await boundedBody(answer.body));
      remember(memory, path, answer.headers.etag, document);
      readyAtMs = performance.now() + PAUSE_MS;
      return document;
    } catch (error) {
      if (error instanceof TickerError) throw error;
      throw unreached(error, signal);
    }
  };
}

async function pauseUntil(timeMs: number): Promise<void> {
  const waitMs = timeMs - performance.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}

function headersFor(known: Validated | undefined): Record<string, string> {
  return {
    'user-agent': USER_AGENT,
    accept: 'application/xml, application/json, text/html;q=0.5',
    ...(known && { 'if-none-match': known.etag }),
  };
}

async function refused({ status, headers, body }: Answer): Promise<null> {
  await ignore(body);
  if (status === 404) return null;
  const what =
    headers.location === undefined ? `answered ${status}` : `redirects (${status}) to another address`;
  const retryAfterMs = readRetryAfter(headers['retry-after'], Date.now());
  throw new TickerError('source-unreachable', what, retryAfterMs === undefined ? {} : { retryAfterMs });
}

async function ignore(body: Readable): Promise<void> {
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_IGNORED_BYTES) break;
  }
}

/** Seconds or an HTTP date, as milliseconds from `nowMs`; `undefined` when there is none to obey. */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const waitMs = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) || waitMs <= 0 ? undefined : Math.min(waitMs, MAX_RETRY_AFTER_MS);
}

async function boundedBody(body: Readable): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop ends the stream, and with it the inflating and the socket.
    if (size > MAX_BYTES) throw new TickerError('source-unreadable', `body over ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function documentOf(bytes: Uint8Array): Document {
  return {
    bytes,
    text(charset) {
      try {
        return new TextDecoder(charset, { fatal: true }).decode(bytes);
      } catch (error) {
        throw new TickerError('source-unreadable', `not ${charset} text`, { cause: error });
      }
    },
  };
}

function remember(memory: Memory, path: string, etag: string | undefined, document: Document): void {
  memory.delete(path);
  if (etag === undefined) return;
  memory.set(path, { etag, document });
  const oldest = memory.keys().next();
  if (memory.size > MAX_REMEMBERED && !oldest.done) memory.delete(oldest.value);
}

/** Node's word for a failed connection; its whole message names the host or address, which may be one of our own. */
function unreached(error: unknown, signal: AbortSignal): TickerError {
  if (signal.aborted)
    return new TickerError('source-unreachable', `no whole answer within ${POLL_DEADLINE_MS / 1000} s`);
  const { code = 'no connection' } = error as NodeJS.ErrnoException;
  const what = code === 'ECONNRESET' ? 'socket hang up' : code;
  return new TickerError('source-unreachable', `not reached: ${what}`, { cause: error });
}
