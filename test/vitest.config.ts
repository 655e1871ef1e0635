// test: the rings, from pure functions to a browser. `npm run check` runs the first two.
import { defineConfig } from 'vitest/config';
import { createClosingLine } from './support/closing-line.ts';

const ring = (name: string, include: string[], timeoutMs: number) => ({
  test: { name, include, testTimeout: timeoutMs, hookTimeout: timeoutMs },
});

const MOTION = ['test/browser/motion.test.ts'];

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    reporters: ['default', createClosingLine()],
    projects: [
      // One part alone, no port, no disk but a temporary folder.
      ring(
        'unit',
        [
          'test/{rates,guard,sources,command,store,poll,publish,serve,widget,rehearsal}/**/*.test.ts',
          'test/*.test.ts',
        ],
        5_000,
      ),
      // The parts together in this process, against a local bank.
      ring('flow', ['test/flow/**/*.test.ts'], 20_000),
      // The built service as a child process.
      ring('integration', ['test/integration/**/*.test.ts'], 60_000),
      // Real browsers. What measures the cost of motion needs the machine for itself; the rest mostly waits.
      ring('motion', MOTION, 120_000),
      {
        test: {
          ...ring('browser', ['test/browser/**/*.test.ts'], 120_000).test,
          exclude: MOTION,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
