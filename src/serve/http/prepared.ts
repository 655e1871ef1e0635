// serve: bodies made once per position and answered with ETag and 304, packed for those who take them so.
import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { type Coding, codingOf, pack } from './coding.ts';

/** What is sent: text, or bytes that are packed by their own kind, as those of a picture. */
export type Body = string | Uint8Array<ArrayBuffer>;

/** A body ready to be sent, with its validators. */
export interface Prepared<B extends Body = string> {
  body: B;
  etag: string;
  contentType: string;
  /** Headers that this body has beside those of all. */
  more: Readonly<Record<string, string>>;
  /** When its content was committed; absent where nobody knows. */
  modifiedAt?: string;
  /** The forms in which it was asked for so far. */
  forms: Map<Coding | null, Form>;
}

/** A body as it goes out: each form has a validator of its own, since caches keep them all. */
interface Form {
  bytes: Body;
  headers: Record<string, string>;
  /** Those of a 304. */
  unchanged: Record<string, string>;
  /** Whether nothing will be added to the heads. */
  isSettled: boolean;
}

/** Hashing the body, not the position: another configuration shows other rates at the same position. */
export function prepare<B extends Body>(
  body: B,
  contentType: string,
  modifiedAt?: string,
  more: Readonly<Record<string, string>> = {},
): Prepared<B> {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const date = modifiedAt === undefined ? {} : { modifiedAt };
  return { body, etag, contentType, more, ...date, forms: new Map() };
}

/** A plain `Response` with a plain headers object: the adapter's quick path, twice as fast as `c.json`. */
export function answer(
  { body, etag, contentType }: Prepared<Body>,
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
 * `now` is in milliseconds since 1970.
 */
export function answerPacked(
  c: Context,
  prepared: Prepared<Body>,
  cacheControl: string,
  now: () => number,
): Response {
  const coding = typeof prepared.body === 'string' ? codingOf(headerOf(c, 'accept-encoding')) : null;
  const { bytes, headers, unchanged } = formOf(prepared, coding, cacheControl, now);
  if (isKnown(c, unchanged)) return new Response(null, { status: 304, headers: unchanged });
  return new Response(bytes, { headers });
}

/** Heads are made with the form and frozen: they are the same for every client. */
function formOf(
  prepared: Prepared<Body>,
  coding: Coding | null,
  cacheControl: string,
  now: () => number,
): Form {
  const known = prepared.forms.get(coding);
  if (known?.isSettled || (known !== undefined && !isSettled(prepared, now))) return known;
  const { body } = prepared;
  const bytes = known?.bytes ?? (coding === null || typeof body !== 'string' ? body : pack(body, coding));
  const settled = isSettled(prepared, now);
  const unchanged = {
    etag: coding === null ? prepared.etag : prepared.etag.replace(/"$/, `-${coding}"`),
    'cache-control': cacheControl,
    ...(settled ? { 'last-modified': new Date(prepared.modifiedAt ?? '').toUTCString() } : {}),
  };
  const headers = {
    'content-type': prepared.contentType,
    // Said here, because answers to HEAD have no body to count.
    'content-length': String(Buffer.byteLength(bytes)),
    ...(coding === null ? {} : { 'content-encoding': coding }),
    ...prepared.more,
    ...unchanged,
  };
  const form: Form = {
    bytes,
    headers: Object.freeze(headers),
    unchanged: Object.freeze(unchanged),
    isSettled: settled || prepared.modifiedAt === undefined,
  };
  prepared.forms.set(coding, form);
  return form;
}

/** HTTP dates have whole seconds, and clocks of replicas differ. */
const SETTLED_MS = 10_000;

/**
 * Whether `Last-Modified` can be relied on: two changes within one second would share it, and a client that knows the
 * first would be told that nothing has changed. A change has to be ten seconds old.
 */
function isSettled({ modifiedAt }: Prepared<Body>, now: () => number): boolean {
  return modifiedAt !== undefined && now() - Date.parse(modifiedAt) >= SETTLED_MS;
}

/** RFC 9110: a date counts only where no tag is sent. */
function isKnown(c: Context, { etag = '', 'last-modified': modified }: Form['unchanged']): boolean {
  const tags = headerOf(c, 'if-none-match');
  if (tags !== undefined) return matches(tags, etag);
  const since = modified === undefined ? undefined : headerOf(c, 'if-modified-since');
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
