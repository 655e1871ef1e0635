// serve: bodies that are ready to be sent, with their validators.
import { createHash } from 'node:crypto';
import type { Coding } from './coding.ts';

/** For answers with current rates. Ten seconds: a change of a rate is seen soon, and a cache still absorbs a crowd. */
export const RATES_CACHE = 'public, max-age=10, stale-while-revalidate=60';
/** For past fixings. A minute: past days rarely change, and a correction of today's figure is not hidden for long. */
export const HISTORY_CACHE = 'public, max-age=60, stale-while-revalidate=600';

/** Text, which is compressed on request; or bytes of a format that is compressed already, for example PNG. */
export type Body = string | Uint8Array<ArrayBuffer>;

/** A body ready to be sent, with its validators. */
export interface Prepared<B extends Body = string> {
  body: B;
  etag: string;
  contentType: string;
  /** Headers of this body only. */
  more: Readonly<Record<string, string>>;
  /** When its content was committed, in milliseconds since 1970; absent where that is not known. */
  modifiedMs?: number;
  /** The body as it was compressed beforehand, for a body that is worth more time than a request has. */
  packed?: Record<Coding, Uint8Array<ArrayBuffer>>;
  /** The forms that were requested so far, by the coding that the client accepts. */
  forms: Map<Coding | null, Form>;
}

/** A body as it is sent, in one coding. Each form has an ETag of its own, because caches keep all of them. */
export interface Form {
  bytes: Body;
  /** `null` = plain. */
  coding: Coding | null;
  /**
   * The bytes as a string, made when they are first sent without the adapter. Node writes a string together with the
   * head, and a buffer after it: two buffers for the kernel, which cost a tenth more time.
   */
  text?: string;
  headers: Record<string, string>;
  /** The headers of a 304. */
  unchanged: Record<string, string>;
  /** Whether the headers are final: `Last-Modified` is set or will never be. */
  isSettled: boolean;
}

/** The ETag is a hash of the body, not the position: another configuration shows other rates at the same position. */
export function prepare<B extends Body>(
  body: B,
  contentType: string,
  modifiedAt?: string,
  more: Readonly<Record<string, string>> = {},
): Prepared<B> {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const date = modifiedAt === undefined ? {} : { modifiedMs: Date.parse(modifiedAt) };
  return { body, etag, contentType, more, ...date, forms: new Map() };
}

/** RFC 9110: the header is a list, a weak validator equals a strong one, and `*` matches everything. */
export function matches(header: string, etag: string): boolean {
  if (header === etag) return true;
  return header.split(',').some((part) => {
    const tag = part.trim().replace(/^W\//, '');
    return tag === '*' || tag === etag;
  });
}
