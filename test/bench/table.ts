// bench: the table that every benchmark prints.

/** One way of doing a thing and what it took in each round. */
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

/** Prints median, range and the ratio to one row, the first unless told, all medians over the same interleaved rounds. */
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

/** A way that does not do the thing at all has no figure. */
const show = (value: number) => (Number.isFinite(value) ? value.toFixed(value < 10 ? 2 : 0) : '—');
