import { describe, expect, it } from 'vitest';
import { readMutations, SEED } from '../fault/sources/damage.ts';
import { pollDamaged, STAGES } from '../fault/sources/damaged-banks.ts';
import { HAS_RECORDINGS, WHERE_RECORDED } from '../support/banks/recordings.ts';

/** Many pollers of all publishers at once, which is slow on a busy machine. */
const LIMIT_MS = 90_000;

// A part of the ten thousand of `npm run test:fault -- sources`, with the same seed.
describe.skipIf(!HAS_RECORDINGS)(`recorded documents damaged on their way${WHERE_RECORDED}`, () => {
  it(
    'are read or refused as unreadable, and crash no reader',
    () => {
      const { read, crashes } = readMutations(300, SEED);
      expect({ read, crashes }).toEqual({ read: 15 * 300, crashes: [] });
    },
    LIMIT_MS,
  );

  it(
    'never make a publisher’s poller show a wrong figure, date or change',
    async () => {
      const polled = await Promise.all(STAGES.map((stage) => pollDamaged(stage, 60, SEED)));
      expect(polled.flatMap(({ wrong }) => wrong)).toEqual([]);
      expect(Math.min(...polled.map((it) => it.leastPerDocument))).toBeGreaterThanOrEqual(60);
    },
    LIMIT_MS,
  );
});
