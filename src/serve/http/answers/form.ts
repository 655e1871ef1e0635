// serve: the forms of a prepared body: plain, brotli and gzip, each with its headers; and the choice between them.
import type { ServerResponse } from 'node:http';
import type { Context } from 'hono';
import type { Head } from '../common-headers.ts';
import { type Coding, codingOf, pack } from './coding.ts';
import { type Body, type Form, matches, type Prepared } from './prepared.ts';

/** The headers of a request that decide about its answer. */
export interface RequestHead {
  'accept-encoding'?: string | undefined;
  'if-none-match'?: string | undefined;
  'if-modified-since'?: string | undefined;
}

/** The form for a client, and whether the client has it already: then the answer is a 304. */
export interface Choice {
  form: Form;
  isKnown: boolean;
}

/**
 * Answers in the smallest form that the client accepts, with a plain headers object: the adapter's fast path. `Vary` is
 * set by the pipeline, which adds `origin` if needed. `now` is in milliseconds since 1970; only a body with a time needs
 * it.
 */
export function answerPacked(
  c: Context,
  prepared: Prepared<Body>,
  cacheControl: string,
  now?: () => number,
): Response {
  const { form, isKnown } = chooseForm(prepared, cacheControl, headOf(c), now);
  if (isKnown) return new Response(null, { status: 304, headers: form.unchanged });
  return new Response(form.bytes, { headers: form.headers });
}

/** Sends a form without the adapter. `join` adds the headers that every answer has. */
export function sendForm(
  response: ServerResponse,
  { form, isKnown }: Choice,
  join: (head: Head) => Head,
): void {
  if (isKnown) {
    response.writeHead(304, join(form.unchanged)).end();
    return;
  }
  const { bytes } = form;
  form.text ??= typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('latin1');
  response.writeHead(200, join(form.headers));
  response.write(form.text, typeof bytes === 'string' ? 'utf8' : 'latin1');
  // `end(text)` gives the kernel two buffers, the second one empty: 7 % of the time of an answer.
  response.socket?.uncork();
  response.end();
}

/** The smallest form that the client accepts. `now` is in milliseconds since 1970. */
export function chooseForm(
  prepared: Prepared<Body>,
  cacheControl: string,
  head: RequestHead,
  now?: () => number,
): Choice {
  const coding = typeof prepared.body === 'string' ? codingOf(head['accept-encoding']) : null;
  const form = formOf(prepared, coding, cacheControl, now);
  return { form, isKnown: isKnown(head, form.unchanged) };
}

/** The headers are made with the form and frozen: they are the same for every client. */
function formOf(
  prepared: Prepared<Body>,
  accepted: Coding | null,
  cacheControl: string,
  now?: () => number,
): Form {
  const known = prepared.forms.get(accepted);
  if (known?.isSettled || (known !== undefined && !isSettled(prepared, now))) return known;
  const { bytes, coding } = known ?? encode(prepared, accepted);
  const settled = isSettled(prepared, now);
  const { vary } = prepared.more;
  const unchanged = {
    etag: coding === null ? prepared.etag : prepared.etag.replace(/"$/, `-${coding}"`),
    'cache-control': cacheControl,
    ...(vary === undefined ? {} : { vary }),
    ...(settled ? { 'last-modified': new Date(prepared.modifiedMs ?? Number.NaN).toUTCString() } : {}),
  };
  const headers = {
    'content-type': prepared.contentType,
    // Set here, because an answer to HEAD has no body to measure.
    'content-length': String(Buffer.byteLength(bytes)),
    ...(coding === null ? {} : { 'content-encoding': coding }),
    ...prepared.more,
    ...unchanged,
  };
  const form: Form = {
    bytes,
    coding,
    headers: Object.freeze(headers),
    unchanged: Object.freeze(unchanged),
    isSettled: settled || prepared.modifiedMs === undefined,
  };
  prepared.forms.set(accepted, form);
  return form;
}

/** The body in a coding, or plain where that is not longer: one figure in brotli is longer than the figure. */
function encode({ body, packed }: Prepared<Body>, coding: Coding | null): Pick<Form, 'bytes' | 'coding'> {
  if (coding === null || typeof body !== 'string') return { bytes: body, coding: null };
  const bytes = packed?.[coding] ?? pack(body, coding);
  return bytes.byteLength < Buffer.byteLength(body) ? { bytes, coding } : { bytes: body, coding: null };
}

/** HTTP dates have whole seconds, and clocks of replicas differ. */
const SETTLED_MS = 10_000;

/**
 * Whether `Last-Modified` is reliable. Two changes within one second would share it, and a client with the first would
 * get a 304 for the second. So a change must be ten seconds old.
 */
function isSettled({ modifiedMs }: Prepared<Body>, now?: () => number): boolean {
  return modifiedMs !== undefined && now !== undefined && now() - modifiedMs >= SETTLED_MS;
}

/**
 * RFC 9110: `If-Modified-Since` is ignored when `If-None-Match` is sent. Only the same date counts, as in nginx: after a
 * failover the clock of the new leader may be behind, and an older content with a later date would count as this one.
 */
function isKnown(head: RequestHead, { etag = '', 'last-modified': modified }: Form['unchanged']): boolean {
  const tags = head['if-none-match'];
  if (tags !== undefined) return matches(tags, etag);
  const since = modified === undefined ? undefined : head['if-modified-since'];
  return since !== undefined && Date.parse(since) === Date.parse(modified ?? '');
}

/** Reads Node's headers where there are any: the adapter's copy of them costs a tenth of the time of an answer. */
function headOf(c: Context): RequestHead {
  const { incoming } = (c.env ?? {}) as { incoming?: { headers: RequestHead } };
  return incoming?.headers ?? c.req.header();
}
