// test: prints the table of a family of faults, and the last line of a run.

/** One fault, and the number that shows whether the service survived it. */
export interface FaultRow {
  id: string;
  fault: string;
  /** The measured value, with its unit. */
  measured: string;
  /** The required value. */
  due: string;
  passed: boolean;
}

/** Prints the rows, and `N passed, N failed` as the last line. */
export function printFaults(rows: readonly FaultRow[]): void {
  console.log('\n| id | fault | measured | due | |\n|---|---|---|---|---|');
  for (const { id, fault, measured, due, passed } of rows) {
    console.log(`| ${id} | ${fault} | ${measured} | ${due} | ${passed ? 'passed' : 'FAILED'} |`);
  }
  const failed = rows.filter((row) => !row.passed).length;
  console.log(`\n${rows.length - failed} passed, ${failed} failed`);
}
