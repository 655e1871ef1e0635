// test: the table of engines and behaviours, printed at the end.

const results = new Map<string, Map<string, string>>();

/** What cannot be tested with an engine, why, and what replaces it. */
const CANNOT: Record<string, Record<string, string>> = {
  'a window 320 px wide': {
    WebKit: 'no: MiniBrowser’s bar keeps its window at 447 px; a box of 320 px in the page replaces it',
  },
  'less motion switched while a page is open': {
    Firefox: 'no: a preference read at the start; a second browser is started with it',
    WebKit: 'no: a GTK setting read at the start; a second browser is started with it',
  },
};

export function noteResult(engine: string, behaviour: string, passed: boolean): void {
  const row = results.get(behaviour) ?? new Map<string, string>();
  results.set(behaviour, row);
  row.set(engine, passed ? 'yes' : 'NO');
}

export function printResults(engines: readonly string[]): void {
  const lines = [...results].map(
    ([behaviour, row]) =>
      behaviour.padEnd(52) + engines.map((it) => (row.get(it) ?? '?').padEnd(10)).join(''),
  );
  const cannot = Object.entries(CANNOT).flatMap(([what, whose]) =>
    Object.entries(whose).map(([engine, reason]) => `${what}, ${engine}: ${reason}`),
  );
  console.log([''.padEnd(52) + engines.map((it) => it.padEnd(10)).join(''), ...lines, ...cannot].join('\n'));
}
