// serve: refusals of clients that are over a limit or come from a page that is not admitted.
import { type Problem, problemOf } from '../problem.ts';

/** A refusal, decided before any work is done for the client. */
export interface Refusal {
  status: 403 | 429 | 503;
  detail: string;
  retryAfterS?: number;
}

/** The refusal as an answer. A 429 has a `RateLimit` header (IETF draft): nothing remains for `t` seconds. */
export function problemFor({ status, detail, retryAfterS }: Refusal): Problem {
  const retry = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  const limit = status === 429 ? { ratelimit: `"default";r=0;t=${retryAfterS}` } : {};
  return problemOf(status, detail, { ...retry, ...limit });
}
