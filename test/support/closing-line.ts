// test: the line that ends a run, `N passed, N failed`, for whoever reads the output without knowing the runner.
import type { Reporter, TestModule } from 'vitest/node';

export function createClosingLine(): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[], errors) {
      const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
      for (const module of modules) {
        // A file that could not even be loaded has no tests to count.
        if (module.errors().length > 0) count.failed += 1;
        for (const test of module.children.allTests()) count[test.result().state] += 1;
      }
      const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
      // After the default reporter's own summary, which is written in the same turn.
      setImmediate(() => console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`));
    },
  };
}
