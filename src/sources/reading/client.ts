// sources: one bounded GET. All requests to publishers are sent here.
import type { Readable } from 'node:stream';
import { TickerError } from '../../errors.ts';
import { get, type HttpAnswer } from './connection.ts';

/** All requests of one poll together, headers and bodies: a bank that sends one byte a second cannot block it. */
export const POLL_DEADLINE_MS = 10_000;
/**
 * Between a document and the next request: NBK and CBU treat a burst as an attack, and an archive is not urgent.
 * There is no pause after a 404, which costs a bank little.
 */
const PAUSE_MS = 200;
/**
 * After decompression. Real answers are under 30 KiB (the largest is CBU's 26 kB; a year of NBKR's page is 33 kB of
 * rows), so this allows about twenty times as much, and every parser reads it in a short time. `fetch().text()`
 * inflated a 292 kB bomb to 943 MB.
 */
export const MAX_BYTES = 512 * 1024;
/**
 * The body of an error page is read to its end so that the connection can be reused. Beyond this size a new
 * connection is cheaper.
 */
const MAX_IGNORED_BYTES = 256 * 1024;
/** A bank may ask for a pause of a day; one request an hour costs it little. */
const MAX_RETRY_AFTER_MS = 3_600_000;

const USER_AGENT = 'silk-ticker/1 (+https://github.com/silk-ticker/silk-ticker)';

/** A document as the publisher sent it. */
export interface Document {
  bytes: Uint8Array;
  /** Decodes strictly: bytes outside this charset are `source-unreadable`. */
  text(charset: 'utf-8' | 'windows-1251'): string;
}

/**
 * GET of a path and query at the publisher's origin. `null` for 404, which archives return for a day without data.
 * Throws `source-unreachable` for everything else that is not a 200 (a redirect included) and for a passed deadline,
 * `source-unreadable` for a body over 512 KiB.
 */
export type Ask = (path: string) => Promise<Document | null>;

interface Validated {
  etag: string;
  document: Document;
}

/** The last document of each path that came with an ETag, kept between polls. */
export type Memory = Map<string, Validated>;

/** Only a few paths are requested twice (today's file); the bound keeps a long backfill out of memory. */
const MAX_REMEMBERED = 4;

/**
 * Creates an `Ask`. `limit` is called for each request and returns its signal: one for a whole poll, or a new one.
 */
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

async function refused({ status, headers, body }: HttpAnswer): Promise<null> {
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

/** `Retry-After` in seconds or as an HTTP date, as milliseconds from `nowMs`; `undefined` without a valid one. */
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
    // Leaving the loop ends the stream, the decompression and the socket.
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

/**
 * Node's code of a failed connection. Its whole message contains the host or address, which may be an internal one.
 */
function unreached(error: unknown, signal: AbortSignal): TickerError {
  if (signal.aborted)
    return new TickerError('source-unreachable', `no whole answer within ${POLL_DEADLINE_MS / 1000} s`);
  const { code = 'no connection' } = error as NodeJS.ErrnoException;
  const what = code === 'ECONNRESET' ? 'socket hang up' : code;
  return new TickerError('source-unreachable', `not reached: ${what}`, { cause: error });
}
