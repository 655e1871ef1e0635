// widget: the line in a card: how a rate went in the last three months, from the service's history.
import type { Rate } from '../../src/rates/wire.ts';
import type { Options } from '../options.ts';

const DAYS = 90;
const DAY_MS = 86_400_000;

/** Draws a history once for every figure. `setRule` gives each card its shape; without history it has none. */
export function createSparks(setRule: (name: string, css: string) => void) {
  const drawn = new Map<string, string>();

  return async ({ src, invert }: Options, { base, date }: Rate): Promise<void> => {
    const from = new Date(Date.parse(date) - DAYS * DAY_MS).toISOString().slice(0, 10);
    const url = `${src}rates/${base}/history?from=${from}&to=${date}#${invert}`;
    if (drawn.get(base) === url) return;
    drawn.set(base, url);
    const { rates = [] } = await fetch(url)
      .then((response) => response.json() as Promise<{ rates?: Rate[] }>)
      .catch(() => ({ rates: [] }));
    // A picture of a hundred pixels: here, and only here, a figure may become a number.
    const values = rates.map((it) => Number(invert ? it.inverse : it.rate));
    const low = Math.min(...values);
    const reach = Math.max(...values) - low || 1;
    const points = values.map(
      (it, at) => `${(at / (values.length - 1)) * 100}% ${80 - ((it - low) / reach) * 80}%`,
    );
    if (points.length < 2) return;
    setRule(base, `[data-code=${base}] .spark{clip-path:polygon(0 100%,${points},100% 100%)}`);
  };
}
