// rehearsal: readers that request the rates and the page all night and record each answer.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Snapshot } from '../../src/rates/wire.ts';
import type { Answer, Place } from './observed.ts';

/** Ten requests of `/rates` a second: an outage of a tenth of a second is observed. */
const RATES_MS = 100;
const PAGE_MS = 500;
/** Longer than any promise: a slower answer is recorded as none. */
const LIMIT_MS = 5_000;

type Shown = Pick<Answer, 'figures' | 'statuses'>;

const READ: Record<Answer['path'], (text: string) => Shown> = {
  '/rates': (text) => {
    const { rates } = JSON.parse(text) as Snapshot;
    return {
      figures: Object.fromEntries(rates.map(({ base, inverse }) => [base, inverse])),
      statuses: Object.fromEntries(rates.map(({ base, status }) => [base, status])),
    };
  },
  '/embed': (text) => ({
    figures: Object.fromEntries(
      [...text.matchAll(/<li>([A-Z]{3})\/USD = (\S+) /g)].map(([, code, figure]) => [code, figure]),
    ),
    statuses: {},
  }),
};

/** Starts the requests; `origins` may change. Returns the function that ends them. */
export function read(
  origins: Record<Place, string>,
  startMs: number,
  answers: Answer[],
): () => Promise<void> {
  let ended = false;

  async function ask(place: Place, path: Answer['path']): Promise<void> {
    const began = performance.now();
    const write = (status: number, shown: Shown) =>
      answers.push({
        place,
        path,
        atMs: began - startMs,
        tookMs: performance.now() - began,
        status,
        ...shown,
      });
    try {
      const response = await fetch(origins[place] + path, { signal: AbortSignal.timeout(LIMIT_MS) });
      const text = await response.text();
      write(response.status, response.status === 200 ? READ[path](text) : { figures: {}, statuses: {} });
    } catch {
      write(0, { figures: {}, statuses: {} });
    }
  }

  async function keepAsking(place: Place, path: Answer['path'], everyMs: number): Promise<void> {
    while (!ended) {
      await ask(place, path);
      await sleep(everyMs);
    }
  }
  const places: Place[] = ['nginx', 'alone'];
  const asking = places.flatMap((place) => [
    keepAsking(place, '/rates', RATES_MS),
    keepAsking(place, '/embed', PAGE_MS),
  ]);
  return async () => {
    ended = true;
    await Promise.all(asking);
  };
}
