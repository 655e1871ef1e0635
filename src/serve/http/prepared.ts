// serve: bodies made once per position and answered with ETag and 304, packed for those who take them so.
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { type Coding, codingOf, pack } from './coding.ts';

/** A body ready to be sent, with its validators. */
export interface Prepared {
  body: string;
  etag: string;
  contentType: string;
  /** When its content was committed; absent where nobody knows. */
  modifiedAt?: string;
  /** The forms in which it was asked for so far. */
  forms: Map<Coding | null, Form>;
}

/** A body as it goes out: each form has a validator of its own, since caches keep them all. */
interface Form {
  bytes: string | ReturnType<typeof pack>;
  headers: Record<string, string>;
}

/** Hashing the body, not the position: another configuration shows other rates at the same position. */
export function prepare(body: string, contentType: string, modifiedAt?: string): Prepared {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { body, etag, contentType, ...(modifiedAt === undefined ? {} : { modifiedAt }), forms: new Map() };
}

/** A plain `Response` with a plain headers object: the adapter's quick path, twice as fast as `c.json`. */
export function answer(
  { body, etag, contentType }: Prepared,
  ifNoneMatch: string | undefined,
  cacheControl: string,
  more: Record<string, string> = {},
): Response {
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, etag)) {
    return new Response(null, { status: 304, headers: { etag, 'cache-control': cacheControl, ...more } });
  }
  return new Response(body, {
    headers: { 'content-type': contentType, 'cache-control': cacheControl, etag, ...more },
  });
}

/**
 * Answers in the best form that the client takes. `Vary` is the pipeline's: it knows whether origins count too.
 * The length is said here, because HEAD answers have no body to count.
 */
export function answerPacked(c: Context, prepared: Prepared, cacheControl: string, nowMs: number): Response {
  const coding = codingOf(headerOf(c, 'accept-encoding'));
  const { bytes, headers } = formOf(prepared, coding);
  const modified = modifiedOf(prepared, nowMs);
  const validators = {
    etag: headers.etag as string,
    'cache-control': cacheControl,
    ...(modified === null ? {} : { 'last-modified': modified }),
  };
  if (isKnown(c, validators.etag, modified)) return new Response(null, { status: 304, headers: validators });
  return new Response(bytes, { headers: { ...headers, ...validators } });
}

function formOf(prepared: Prepared, coding: Coding | null): Form {
  const known = prepared.forms.get(coding);
  if (known !== undefined) return known;
  const bytes = coding === null ? prepared.body : pack(prepared.body, coding);
  const form: Form = {
    bytes,
    headers: {
      'content-type': prepared.contentType,
      'content-length': String(Buffer.byteLength(bytes)),
      etag: coding === null ? prepared.etag : prepared.etag.replace(/"$/, `-${coding}"`),
      ...(coding === null ? {} : { 'content-encoding': coding }),
    },
  };
  prepared.forms.set(coding, form);
  return form;
}

/** HTTP dates have whole seconds, and clocks of replicas differ. */
const SETTLED_MS = 10_000;

/**
 * `Last-Modified`, once it can be relied on: two changes within one second would share it, and a client that knows the
 * first would be told that nothing has changed. `null` until the change is ten seconds old.
 */
function modifiedOf({ modifiedAt }: Prepared, nowMs: number): string | null {
  if (modifiedAt === undefined) return null;
  const ms = Date.parse(modifiedAt);
  return nowMs - ms < SETTLED_MS ? null : new Date(ms).toUTCString();
}

/** RFC 9110: a date counts only where no tag is sent. */
function isKnown(c: Context, etag: string, modified: string | null): boolean {
  const tags = headerOf(c, 'if-none-match');
  if (tags !== undefined) return matches(tags, etag);
  const since = modified === null ? undefined : headerOf(c, 'if-modified-since');
  return since !== undefined && Date.parse(since) >= Date.parse(modified ?? '');
}

/** Node's own headers where there are some: the adapter's copy of them costs a tenth of the whole answer. */
function headerOf(c: Context, name: string): string | undefined {
  const { incoming } = (c.env ?? {}) as { incoming?: { headers: Record<string, string | undefined> } };
  return incoming === undefined ? c.req.header(name) : incoming.headers[name];
}

/** RFC 9110: a list, weak validators compare equal, `*` matches what exists. */
export function matches(header: string, etag: string): boolean {
  return header.split(',').some((part) => {
    const tag = part.trim().replace(/^W\//, '');
    return tag === '*' || tag === etag;
  });
}

/** Some hundred different queries are honest use; a flood of invented ones must not grow the memory. */
const MAX_BODIES = 256;

/** Keeps prepared bodies by key until the position moves. */
export function createBodies() {
  let position = '';
  const bodies = new Map<string, Prepared>();
  return (at: { epoch: string; seq: number }, key: string, make: () => Prepared): Prepared => {
    const now = `${at.epoch}:${at.seq}`;
    if (now !== position || bodies.size >= MAX_BODIES) bodies.clear();
    position = now;
    const known = bodies.get(key);
    if (known !== undefined) return known;
    const made = make();
    bodies.set(key, made);
    return made;
  };
}
