// serve: bodies made once per position and answered with ETag and 304.
import { createHash } from 'node:crypto';

/** A body ready to be sent, with its validator. */
export interface Prepared {
  body: string;
  etag: string;
  contentType: string;
}

/** Hashing the body, not the position: another configuration shows other rates at the same position. */
export function prepare(body: string, contentType: string): Prepared {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return { body, etag, contentType };
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

/** RFC 9110: a list, weak validators compare equal, `*` matches what exists. */
function matches(header: string, etag: string): boolean {
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
