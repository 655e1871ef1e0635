// fault: the table that every family of faults prints, and the line that ends a run.

/** One fault as it was caused, and the number that shows whether it was survived. */
export interface FaultRow {
  id: string;
  fault: string;
  /** What was measured, with its unit. */
  measured: string;
  /** What it had to be. */
  due: string;
  passed: boolean;
}

/** Prints the rows, and last `N passed, N failed` alone on its line. */
export function printFaults(rows: readonly FaultRow[]): void {
  console.log('\n| id | fault | measured | due | |\n|---|---|---|---|---|');
  for (const { id, fault, measured, due, passed } of rows) {
    console.log(`| ${id} | ${fault} | ${measured} | ${due} | ${passed ? 'passed' : 'FAILED'} |`);
  }
  const failed = rows.filter((row) => !row.passed).length;
  console.log(`\n${rows.length - failed} passed, ${failed} failed`);
}
