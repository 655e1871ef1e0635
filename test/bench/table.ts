// bench: prints the table of a benchmark.

/** One way, and its figure in each round. */
export interface Row {
  way: string;
  values: number[];
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
};

/**
 * Prints median, range and the ratio to one row, by default the first; all medians are over the same interleaved
 * rounds.
 */
export function printTable(title: string, unit: string, rows: readonly Row[], to = rows[0]): void {
  const base = median(to?.values ?? []);
  console.log(`\n${title} (${rows[0]?.values.length ?? 0} rounds, ${unit})\n`);
  console.log('| way | median | range | ratio |\n|---|---|---|---|');
  for (const { way, values } of rows) {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const middle = median(values);
    console.log(`| ${way} | ${show(middle)} | ${show(low)} – ${show(high)} | ${show(middle / base)} |`);
  }
}

/** A way without this feature has no figure. */
const show = (value: number) => (Number.isFinite(value) ? value.toFixed(value < 10 ? 2 : 0) : '—');
