import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { addDays } from '../../src/rates/date.ts';
import { type Bank, openBank } from '../support/banks/bank.ts';
import { nbkPages } from '../support/banks/documents.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { until } from '../support/until.ts';

let bank: Bank | undefined;
let child: ServiceChild | undefined;
afterEach(async () => {
  await child?.end('SIGKILL');
  await bank?.close();
});

it('a service that was suspended during the only window of its day polls late and counts it', async () => {
  const today = new Date().toISOString().slice(0, 10);
  bank = await openBank(nbkPages({ [addDays(today, -1)]: '475.09', [today]: '478.77' }));
  // A start takes half a second, and on a busy machine up to ten.
  const window = new Date(Date.now() + 12_000);
  window.setUTCMilliseconds(0);
  const pollCron = `${window.getUTCSeconds()} ${window.getUTCMinutes()} ${window.getUTCHours()} * * *`;
  const env = {
    SOURCES: 'nbk',
    NBK_ORIGIN: bank.origin,
    BACKFILL_DAYS: '0',
    POLL_CRON: pollCron,
    RATE_LIMIT: '0',
  };
  child = await startChild(env);
  await until('the first poll', async () => (await nextPoll()) === window.toISOString());
  const askedBefore = bank.requests('nbk').length;

  child.process.kill('SIGSTOP');
  await sleep(window.getTime() + 3_000 - Date.now());
  child.process.kill('SIGCONT');

  await until('the late poll', () => (bank?.requests('nbk').length ?? 0) > askedBefore, 30_000);
  const tomorrow = new Date(window.getTime() + 86_400_000).toISOString();
  await until('the next window', async () => (await nextPoll()) === tomorrow);
  expect(child.lines).toContainEqual(
    expect.objectContaining({
      source: 'nbk',
      due: window.toISOString(),
      msg: expect.stringMatching(/missed/),
    }),
  );
  const metrics = await (await fetch(`${child.opsOrigin}/metrics`)).text();
  expect(metrics).toContain('ticker_missed_polls_total{source="nbk"} 1');
});

async function nextPoll(): Promise<unknown> {
  const answer = (await (await fetch(`${child?.origin}/sources`)).json()) as {
    sources: { nextPoll: unknown }[];
  };
  return answer.sources[0]?.nextPoll;
}
