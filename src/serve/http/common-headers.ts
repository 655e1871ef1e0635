// serve: the headers that every answer has.
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { REQUEST_ID } from './request-id.ts';

export type Head = Readonly<OutgoingHttpHeaders>;

export interface CommonHeaders {
  /** `origin`: the pages that may read the answer: `*`, one origin, or `null` for none. Errors carry the request id. */
  addTo(response: ServerResponse, origin: string | null, requestId: string): void;
  /** The headers of an answer without an error, with those that every answer has. */
  joinedTo(head: Head, origin: string | null): Head;
}

/**
 * Adds the headers when the head is written. After a `setHeader` Node adds the headers of `writeHead` one by one, and
 * merging two objects for each answer is as slow: each cost a tenth of GET /rates in the profiler. The headers of
 * prepared bodies are frozen and used many times, so the merged result is kept for them.
 */
export function createCommonHeaders(listed: boolean): CommonHeaders {
  const base: Head = {
    'x-content-type-options': 'nosniff',
    // All answers are public. A page with `Cross-Origin-Embedder-Policy: require-corp` loads only answers with this
    // header.
    'cross-origin-resource-policy': 'cross-origin',
    // Bodies are compressed or plain. `origin` is listed only when ALLOWED_ORIGINS is set: otherwise each embedding
    // page would have its own copy in every cache.
    vary: listed ? 'accept-encoding, origin' : 'accept-encoding',
  };
  const readableBy = (origin: string): Head => ({
    ...base,
    'access-control-allow-origin': origin,
    'access-control-expose-headers': 'etag, retry-after, ratelimit, x-request-id',
  });
  const forAll = readableBy('*');
  const commonFor = (origin: string | null): Head => {
    if (origin === null) return base;
    return origin === '*' ? forAll : readableBy(origin);
  };
  const kept = new WeakMap<Head, Head>();

  function together(common: Head, head: Head): Head {
    const known = common === forAll ? kept.get(head) : undefined;
    if (known !== undefined) return known;
    const made = joined(common, head);
    if (common === forAll && Object.isFrozen(head)) kept.set(head, made);
    return made;
  }

  return {
    joinedTo: (head, origin) => together(commonFor(origin), head),
    addTo(response, origin, requestId) {
      const writeHead = response.writeHead as (status: number, head: OutgoingHttpHeaders) => ServerResponse;
      response.writeHead = ((status: number, head: Head = {}) => {
        const common = commonFor(origin);
        const whole =
          status < 400 ? together(common, head) : { [REQUEST_ID]: requestId, ...joined(common, head) };
        return writeHead.call(response, status, whole);
      }) as typeof response.writeHead;
    },
  };
}

/** `Vary` lists what every answer depends on, and then what this one depends on, such as `accept-language`. */
function joined(common: Head, head: Head): Head {
  const { vary } = head;
  return vary === undefined
    ? { ...common, ...head }
    : { ...common, ...head, vary: `${common.vary}, ${vary}` };
}
