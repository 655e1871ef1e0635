// test: the rings, from pure functions to a browser. `npm run check` runs the first two.
import { defineConfig } from 'vitest/config';
import { createClosingLine } from './support/closing-line.ts';

/** The number of workers; rings of one group run in parallel. */
interface Group {
  order: number;
  workers: number;
}

/**
 * The tests mostly wait for ports, processes and timers: more workers than the two cores of a small machine are
 * faster.
 */
const WAITING: Group = { order: 0, workers: 3 };
/** It measures the cost of motion, so that nothing else may run. */
const ALONE: Group = { order: 1, workers: 1 };
/** A browser uses a whole core. */
const BROWSERS: Group = { order: 2, workers: 2 };

/**
 * CI's machine stops for a second now and then, and one of some hundred tests with real browsers and processes then
 * waits too short. Failed twice in a row is failed; a test that passed at its second try is listed as retried. On a
 * developer's machine the first failure counts.
 */
const RETRIES = process.env.CI ? 1 : 0;

const ring = (name: string, include: string[], timeoutMs: number, { order, workers }: Group) => ({
  test: {
    name,
    include,
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    maxWorkers: workers,
    retry: name === 'unit' ? 0 : RETRIES,
    sequence: { groupOrder: order },
  },
});

const MOTION = ['test/browser/motion.test.ts'];

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    reporters: ['default', createClosingLine()],
    projects: [
      // One part alone: no port, and no files except in a temporary folder.
      ring(
        'unit',
        [
          'test/{rates,guard,sources,command,store,poll,publish,serve,widget,rehearsal}/**/*.test.ts',
          'test/*.test.ts',
        ],
        5_000,
        WAITING,
      ),
      // The parts together in this process, against a local bank.
      ring('flow', ['test/flow/**/*.test.ts'], 20_000, WAITING),
      // The built service as a child process.
      ring('integration', ['test/integration/**/*.test.ts'], 60_000, WAITING),
      ring('motion', MOTION, 120_000, ALONE),
      {
        test: {
          ...ring('browser', ['test/browser/**/*.test.ts'], 120_000, BROWSERS).test,
          exclude: MOTION,
        },
      },
    ],
  },
});
