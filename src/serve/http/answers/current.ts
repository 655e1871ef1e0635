// serve: answers with the current rates, which are found again by their address until a rate changes.
import type { Context } from 'hono';
import type { Feed } from '../../../publish/feed.ts';
import type { Snapshot } from '../../../rates/wire.ts';
import { createBodies } from './bodies.ts';
import { answerPacked, type Choice, chooseForm, type RequestHead } from './form.ts';
import type { Prepared } from './prepared.ts';

export interface CurrentAnswers {
  /** Answers with the body of this snapshot and key. It is made at the first request. */
  respond(c: Context, snapshot: Snapshot, key: string, cacheControl: string, make: () => Prepared): Response;
  /** The answer of an address that was answered before; `null` if the rates have changed since. */
  find(url: string, head: RequestHead): Choice | null;
}

interface Answer {
  body: Prepared;
  cacheControl: string;
}

/** Normal use has some hundred addresses. The two bounds keep memory constant when a client invents them. */
const MAX_ADDRESSES = 256;
const MAX_ADDRESS = 200;

/**
 * The router, the adapter and the check of the query are a quarter of the time of an answer (`npm run bench -- http`).
 * They are the same for each request of one address. So their result is kept. `now` is in milliseconds since 1970.
 */
export function createCurrentAnswers(feed: Pick<Feed, 'snapshot'>, now: () => number): CurrentAnswers {
  const bodyAt = createBodies();
  const answers = new Map<string, Answer>();
  let kept: Snapshot | null = null;

  return {
    respond(c, snapshot, key, cacheControl, make) {
      const body = bodyAt(snapshot, key, make);
      const { incoming } = (c.env ?? {}) as { incoming?: { url?: string } };
      const url = incoming?.url ?? '';
      if (snapshot !== kept || answers.size >= MAX_ADDRESSES) answers.clear();
      kept = snapshot;
      if (url !== '' && url.length <= MAX_ADDRESS) answers.set(url, { body, cacheControl });
      return answerPacked(c, body, cacheControl, now);
    },
    find(url, head) {
      const answer = answers.get(url);
      if (answer === undefined || kept !== feed.snapshot()) return null;
      return chooseForm(answer.body, answer.cacheControl, head, now);
    },
  };
}
