// test: prints the last line of a run, `N passed, N failed`, for readers who do not know the test runner.
import type { Reporter, TestModule } from 'vitest/node';

export function createClosingLine(): Reporter {
  return {
    onTestRunEnd(modules: readonly TestModule[], errors) {
      const retried: string[] = [];
      const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
      for (const module of modules) {
        // A file that could not be loaded has no tests and counts as one failure.
        if (module.errors().length > 0) count.failed += 1;
        for (const test of module.children.allTests()) {
          const { state } = test.result();
          count[state] += 1;
          if (state === 'passed' && (test.diagnostic()?.retryCount ?? 0) > 0) retried.push(test.fullName);
        }
      }
      const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
      // After the summary of the default reporter, which is written in the same turn.
      setImmediate(() => {
        for (const name of retried) console.log(`passed at the second try: ${name}`);
        console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`);
      });
    },
  };
}
