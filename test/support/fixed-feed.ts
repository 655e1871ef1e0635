// test: a feed that shows fixed rates, for the tests of what answers from it.
import type { Feed } from '../../src/publish/feed.ts';
import type { Rate, Snapshot } from '../../src/rates/wire.ts';

/** A snapshot of these rates at a position. */
export const snapshotOf = (rates: Rate[], asOf = '2026-04-02T00:00:00.000Z'): Snapshot => ({
  epoch: 'abcdefgh',
  seq: 7,
  asOf,
  quote: 'USD',
  rates,
});

/** A feed without updates. `snapshot` is called for each request. */
export const feedOf = (snapshot: () => Snapshot | null): Feed => ({
  snapshot,
  since: () => null,
  listen: () => () => {},
  stop: () => {},
});
