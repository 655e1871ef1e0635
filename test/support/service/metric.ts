// test: one value of the metrics of a running service.
import type { ServiceChild } from './child.ts';

/** It answers in milliseconds; a suspended process never answers. */
const LIMIT_MS = 1_000;

/**
 * A metric, summed over all its lines with these labels; 0 without such a line, NaN when the service does not answer
 * within a second.
 */
export async function metric(
  { opsOrigin }: Pick<ServiceChild, 'opsOrigin'>,
  name: string,
  labels: Record<string, string> = {},
): Promise<number> {
  const needed = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  try {
    const answer = await fetch(`${opsOrigin}/metrics`, { signal: AbortSignal.timeout(LIMIT_MS) });
    return (await answer.text())
      .split('\n')
      .filter((line) => line.replace(/[{ ].*/, '') === name && needed.every((it) => line.includes(it)))
      .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
  } catch {
    return Number.NaN;
  }
}
