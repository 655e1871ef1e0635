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
  /** Those of a 304. */
  unchanged: Record<string, string>;
  /** Whether nothing will be added to the heads. */
  isSettled: boolean;
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
 * `now` is in milliseconds since 1970.
 */
export function answerPacked(
  c: Context,
  prepared: Prepared,
  cacheControl: string,
  now: () => number,
): Response {
  const coding = codingOf(headerOf(c, 'accept-encoding'));
  const { bytes, headers, unchanged } = formOf(prepared, coding, cacheControl, now);
  if (isKnown(c, unchanged)) return new Response(null, { status: 304, headers: unchanged });
  return new Response(bytes, { headers });
}

/** Heads are made with the form and frozen: they are the same for every client. */
function formOf(prepared: Prepared, coding: Coding | null, cacheControl: string, now: () => number): Form {
  const known = prepared.forms.get(coding);
  if (known?.isSettled || (known !== undefined && !isSettled(prepared, now))) return known;
  const bytes = known?.bytes ?? (coding === null ? prepared.body : pack(prepared.body, coding));
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
function isSettled({ modifiedAt }: Prepared, now: () => number): boolean {
  return modifiedAt !== undefined && now() - Date.parse(modifiedAt) >= SETTLED_MS;
}

/**
 * RFC 9110: a date counts only where no tag is sent. The very date, as nginx has it: after a failover the new leader's
 * clock may be behind, and by a later date an older content would count as this one until the next change.
 */
function isKnown(c: Context, { etag = '', 'last-modified': modified }: Form['unchanged']): boolean {
  const tags = headerOf(c, 'if-none-match');
  if (tags !== undefined) return matches(tags, etag);
  const since = modified === undefined ? undefined : headerOf(c, 'if-modified-since');
  return since !== undefined && Date.parse(since) === Date.parse(modified ?? '');
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
/** Of all bodies together. A page names the host that it was called by, and a flood of forged hosts kept 70 MB of pages. */
const MAX_CHARACTERS = 4_000_000;

/** Keeps prepared bodies by key until the position moves. */
export function createBodies() {
  let position = '';
  let characters = 0;
  const bodies = new Map<string, Prepared>();
  return (at: { epoch: string; seq: number }, key: string, make: () => Prepared): Prepared => {
    const now = `${at.epoch}:${at.seq}`;
    if (now !== position || bodies.size >= MAX_BODIES || characters >= MAX_CHARACTERS) {
      bodies.clear();
      characters = 0;
    }
    position = now;
    const known = bodies.get(key);
    if (known !== undefined) return known;
    const made = make();
    bodies.set(key, made);
    characters += made.body.length;
    return made;
  };
}
