// serve: the API description with current answers as examples, made again after a change and after a minute.
import type { Feed } from '../../publish/feed.ts';
import type { Rate, Snapshot } from '../../rates/wire.ts';
import type { OpenApi } from './openapi.ts';

/** A description, and a number that is different for each. */
export interface Described {
  openApi: OpenApi;
  revision: number;
}

export type CurrentDescription = () => Promise<Described>;

/** `/sources` changes with every poll, without a change of a rate. */
const FRESH_MS = 60_000;

/** `describe` makes the description, with examples where a rate is shown. `nowMs` is a monotonic clock. */
export function createCurrentDescription(
  feed: Pick<Feed, 'snapshot'>,
  describe: (shown: Rate | undefined) => Promise<OpenApi>,
  nowMs: () => number,
): CurrentDescription {
  let made: { of: Snapshot | null; atMs: number; described: Promise<Described> } | undefined;
  let revision = 0;
  return () => {
    const of = feed.snapshot();
    if (made === undefined || made.of !== of || nowMs() - made.atMs >= FRESH_MS) {
      revision += 1;
      const number = revision;
      const described = describe(of?.rates[0]).then((openApi) => ({ openApi, revision: number }));
      made = { of, atMs: nowMs(), described };
    }
    return made.described;
  };
}
