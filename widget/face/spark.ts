// widget: the line in a card: how a rate went in the last three months, from the service's history.
import type { Rate } from '../../src/rates/wire.ts';
import { ask } from '../client/ask.ts';
import type { Options } from '../options.ts';

export const DAYS = 90;
const DAY_MS = 86_400_000;
/** A service that has just failed may need a while; then the next figures ask again. */
const RETRY_MS = 30_000;
/** Smaller moves than this, in percent of the price, are not blown up to a mountain. */
export const MIN_REACH = 0.5;

/** The line's points for values oldest first, where `reach` of the price (1 = all of it) takes the whole height. */
export function shapeOf(values: readonly number[], reach: number): string {
  const low = Math.min(...values);
  const points = values.map(
    (it, at) => `${(at / (values.length - 1)) * 100}% ${80 - ((it - low) / low / reach) * 80}%`,
  );
  return `polygon(0 100%,${points},100% 100%)`;
}

/** How far apart the values lie, as a share of the price. */
export const reachOf = (values: readonly number[]) => Math.max(...values) / Math.min(...values) - 1;

/**
 * Draws a history once for every figure. `setRule` gives each card its shape; without history it has none. All cards
 * have one scale: what looks steeper has moved further.
 */
export function createSparks(setRule: (name: string, css: string) => void) {
  const drawn = new Map<string, string>();
  const lines = new Map<string, number[]>();
  let retryAt = 0;

  function redraw(): void {
    const reach = Math.max(MIN_REACH / 100, ...[...lines.values()].map(reachOf));
    for (const [base, values] of lines)
      setRule(base, `[data-code=${base}] .spark{clip-path:${shapeOf(values, reach)}}`);
  }

  return async ({ src, invert }: Options, { base, date }: Rate): Promise<void> => {
    const from = new Date(Date.parse(date) - DAYS * DAY_MS).toISOString().slice(0, 10);
    const url = `${src}rates/${base}/history?from=${from}&to=${date}#${invert}`;
    if (drawn.get(base) === url || performance.now() < retryAt) return;
    drawn.set(base, url);
    const found = await ask<{ rates: Rate[] }>(url).answer;
    // Another one has been asked for meanwhile.
    if (drawn.get(base) !== url) return;
    if (!found) {
      drawn.delete(base);
      retryAt = performance.now() + RETRY_MS;
      return;
    }
    // A picture of a hundred pixels: here, and only here, a figure may become a number.
    const values = found.rates.map((it) => Number(invert ? it.inverse : it.rate)).filter((it) => it > 0);
    if (values.length > 1) lines.set(base, values);
    redraw();
  };
}
