// attack: a bank whose answers are expensive to parse, while clients request the rates.
import { MAX_BYTES } from '../../src/sources/reading/client.ts';
import { hostileTexts } from '../support/banks/adversarial.ts';
import { allPages, originsAt } from '../support/banks/all-banks.ts';
import { openBank, type Publisher } from '../support/banks/bank.ts';
import { cbrDaily, cbtDay, cbuAll, nbkDay, nbkrDaily, nbtDay } from '../support/banks/documents.ts';
import type { FaultRow } from '../support/fault/table.ts';
import { watchRates } from '../support/service/watch-rates.ts';
import { startWatched } from '../support/service/watched.ts';
import { until } from '../support/until.ts';

const DAY = '2030-01-08';
const BEGINNINGS: [Publisher, string][] = [
  ['nbk', nbkDay(DAY, '500.10')],
  ['nbkr', nbkrDaily(DAY, '90,1000')],
  ['nbt', nbtDay(DAY, '10.1000')],
  ['cbu', cbuAll(DAY, '12000.00')],
  ['cbt', cbtDay('08.01.2030', '3.5')],
  ['cbr', cbrDaily(DAY, { USD: ['1', '90,0000'] })],
];
const LIMIT_MS = 100;
/** Shorter than the parsing of most of the answers, so that each of them delays a request. */
const PAUSE_MS = 5;

export async function answerDearly(texts: number, limitMs = LIMIT_MS): Promise<FaultRow> {
  const bank = await openBank(allPages());
  const watched = await startWatched(originsAt(bank));
  for (const [publisher] of BEGINNINGS)
    await until(
      'the banks are polled without an error',
      async () => (await watched.poll(publisher)).result === 'unchanged',
    );
  const shown = JSON.stringify(await watched.snapshot());
  const health = watchRates([watched.child], { path: '/healthz', contains: '', pauseMs: PAUSE_MS });
  let taken = 0;
  let polled = 0;
  let slowestPollMs = 0;
  for (const [publisher, document] of BEGINNINGS) {
    for (const { text } of hostileTexts(document, texts, MAX_BYTES - 100)) {
      bank.setFault(
        { kind: 'page', page: { body: Buffer.from(text).subarray(0, MAX_BYTES), type: 'text/xml' } },
        publisher,
      );
      const { result, tookMs } = await watched.poll(publisher);
      polled += 1;
      slowestPollMs = Math.max(slowestPollMs, tookMs);
      if (result !== 'failed') taken += 1;
    }
  }
  const { p99Ms, slowestMs, asked } = await health.stop();
  const isAlive = watched.child.process.exitCode === null;
  const isSame = JSON.stringify(await watched.snapshot()) === shown;
  await watched.child.end('SIGKILL');
  await bank.close();
  return {
    id: 'C14',
    fault: `${polled} hostile answers of ${MAX_BYTES / 1024} KiB from ${BEGINNINGS.length} banks`,
    measured: `/healthz p99 ${p99Ms.toFixed(0)} ms, ${slowestMs.toFixed(0)} at most (${asked} requests), a poll in ${slowestPollMs} ms; ${taken} accepted${isSame ? '' : ', and a rate moved'}`,
    due: `/healthz p99 under ${limitMs} ms, none taken`,
    passed: p99Ms < limitMs && taken === 0 && isAlive && isSame,
  };
}

export const run = async (): Promise<FaultRow[]> => [await answerDearly(150)];
