// attack: many pictures that were not requested before, with invented queries.
import { LANGUAGES, LOOKS } from '../../src/attributes.ts';
import type { FaultRow } from '../support/fault/table.ts';
import { startChild } from '../support/service/child.ts';
import { memoryMb } from '../support/service/process-figures.ts';
import { watchRates } from '../support/service/watch-rates.ts';

const AT_ONCE = 20;
/** A thread with several copies of 17 MB of pixels, 128 finished pictures, 4 MB of SVG, and garbage. */
const GROWN_MB = 200;
/** Twenty drawings of 5 ms before a health check, each four times as long on a busy machine. */
const HEALTH_MS = 400;

/** A different picture for each number, all of them of the largest sizes. */
function addressOf(number: number, form: string): string {
  const [looks, languages] = [LOOKS.split(' '), LANGUAGES.split(' ')];
  const query = new URLSearchParams({
    look: looks[number % looks.length] ?? '',
    lang: languages[number % languages.length] ?? '',
    width: String(1_200 - (number % 100)),
    height: String(900 - (Math.floor(number / 100) % 100)),
  });
  return `/rates.${form}?${query}`;
}

/** Time and size of the first picture. The time includes the start of all parts. */
async function timed(address: string): Promise<string> {
  const began = performance.now();
  const bytes = (await (await fetch(address)).arrayBuffer()).byteLength;
  return `${(performance.now() - began).toFixed(0)} ms, ${(bytes / 1_000).toFixed(0)} kB`;
}

/** `AT_ONCE` clients request `count` pictures of a form, without a limit of requests. */
export async function invent(count: number, form: 'svg' | 'png', limitMs = HEALTH_MS): Promise<FaultRow> {
  const service = await startChild({ RATE_LIMIT: '0' });
  const health = watchRates([service], { localAddress: '127.0.0.9' });
  const first = await timed(service.origin + addressOf(0, form));
  const before = memoryMb(service);
  const statuses = new Map<number, number>();
  const began = performance.now();
  let [next, peak] = [1, before];
  const client = async () => {
    while (next < count) {
      next += 1;
      const response = await fetch(service.origin + addressOf(next, form));
      await response.arrayBuffer();
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      peak = Math.max(peak, memoryMb(service));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  const seconds = (performance.now() - began) / 1_000;
  const { p99Ms, failed } = await health.stop();
  const exitCode = await service.end();
  const counts = [...statuses].map(([status, times]) => `${times} × ${status}`).join(', ');
  return {
    id: form === 'svg' ? 'C16' : 'C17',
    fault: `${count} different pictures as ${form}, ${AT_ONCE} at once`,
    measured: `alone ${first}; ${counts} in ${seconds.toFixed(1)} s; memory +${(peak - before).toFixed(0)} MB; health p99 ${p99Ms.toFixed(0)} ms, ${failed} failed; exit ${exitCode}`,
    due: `200 or, of png, 503; +${GROWN_MB} MB; health < ${limitMs} ms`,
    passed:
      [...statuses.keys()].every((status) => status === 200 || (status === 503 && form === 'png')) &&
      statuses.has(200) &&
      peak - before <= GROWN_MB &&
      p99Ms < limitMs &&
      failed === 0 &&
      exitCode === 0,
  };
}

export const run = async (): Promise<FaultRow[]> => [await invent(3_000, 'svg'), await invent(3_000, 'png')];
