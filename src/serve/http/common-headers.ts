// serve: the headers that every answer has, whoever gives it.
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { REQUEST_ID } from './request-id.ts';

type Head = Readonly<OutgoingHttpHeaders>;

export interface CommonHeaders {
  /** `origin` is whose pages may read the answer: `*`, one origin, or `null` for none. Errors name the request. */
  addTo(response: ServerResponse, origin: string | null, requestId: string): void;
}

/**
 * Adds them as the head is written. Not by `setHeader`: after it Node takes all headers of `writeHead` one by one, and
 * a merge of two objects for each answer is as slow. Heads of prepared bodies are frozen and come again and again: what
 * they are together with the common ones is kept. (Both cost a tenth of GET /rates, by the profiler.)
 */
export function createCommonHeaders(listed: boolean): CommonHeaders {
  const base: Head = {
    'x-content-type-options': 'nosniff',
    // All of it is public. A page with `Cross-Origin-Embedder-Policy: require-corp` loads nothing that lacks this.
    'cross-origin-resource-policy': 'cross-origin',
    // Bodies come packed or plain. Origins count only where a list of them is set: else every page that embeds us would
    // have its own copy in every cache.
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
    if (common !== forAll || !Object.isFrozen(head)) return { ...common, ...head };
    const known = kept.get(head);
    if (known !== undefined) return known;
    const made = { ...common, ...head };
    kept.set(head, made);
    return made;
  }

  return {
    addTo(response, origin, requestId) {
      const writeHead = response.writeHead as (status: number, head: OutgoingHttpHeaders) => ServerResponse;
      response.writeHead = ((status: number, head: Head = {}) => {
        const common = commonFor(origin);
        const whole = status < 400 ? together(common, head) : { ...common, [REQUEST_ID]: requestId, ...head };
        return writeHead.call(response, status, whole);
      }) as typeof response.writeHead;
    },
  };
}
