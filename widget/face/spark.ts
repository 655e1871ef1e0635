// widget: the line in a card: the rate over the last three months, from the service's history.
import type { Rate } from '../../src/rates/wire.ts';
import { requestJson } from '../client/request.ts';
import type { Options } from '../options.ts';

/** The length of the history in days. */
export const DAYS = 90;
const DAY_MS = 86_400_000;
/** After a failure the next figures cause another request, but not sooner than this. */
const RETRY_MS = 30_000;
/** The scale covers at least this percentage of the price. Otherwise tiny moves would look steep. */
export const MIN_REACH = 0.5;

/** Returns the shape for values, oldest first. A change by `reach` (1 = the whole price) takes the full height. */
export function shapeOf(values: readonly number[], reach: number): string {
  const low = Math.min(...values);
  const points = values.map(
    (it, at) => `${(at / (values.length - 1)) * 100}% ${80 - ((it - low) / low / reach) * 80}%`,
  );
  return `polygon(0 100%,${points},100% 100%)`;
}

/** Returns the distance between lowest and highest value as a share of the price. */
export const reachOf = (values: readonly number[]) => Math.max(...values) / Math.min(...values) - 1;

/**
 * Draws a history once for every figure. `setRule` sets the shape of a card. A card without history has none. All cards
 * share one scale, so a steeper line means a larger change.
 */
export function createSparks(setRule: (name: string, css: string) => void) {
  const drawn = new Map<string, string>();
  const lines = new Map<string, number[]>();
  let retryAt = 0;

  function redraw(): void {
    const reach = Math.max(MIN_REACH / 100, ...[...lines.values()].map(reachOf));
    for (const [base, values] of lines)
      setRule(
        base,
        `.as-cards [data-code=${base}] .spark{background:currentcolor;clip-path:${shapeOf(values, reach)}}`,
      );
  }

  return async ({ src, invert }: Options, { base, date }: Rate): Promise<void> => {
    const from = new Date(Date.parse(date) - DAYS * DAY_MS).toISOString().slice(0, 10);
    const url = `${src}rates/${base}/history?from=${from}&to=${date}#${invert}`;
    if (drawn.get(base) === url || performance.now() < retryAt) return;
    drawn.set(base, url);
    const found = await requestJson<{ rates: Rate[] }>(url).answer;
    // Another history has been requested meanwhile.
    if (drawn.get(base) !== url) return;
    if (!found) {
      drawn.delete(base);
      retryAt = performance.now() + RETRY_MS;
      return;
    }
    // For a picture of a hundred pixels a JavaScript number is exact enough. Figures are numbers nowhere else.
    const values = found.rates.map((it) => Number(invert ? it.inverse : it.rate)).filter((it) => it > 0);
    if (values.length > 1) lines.set(base, values);
    redraw();
  };
}
