import { afterEach, expect, it } from 'vitest';
import { beginLeaderTasks, type LeaderTasks } from '../../src/poll/leader-tasks.ts';
import { createEmbeddedStore } from '../../src/store/embedded/store.ts';
import { createScriptedSource } from '../support/banks/scripted-source.ts';
import { createQuietLog } from '../support/recorded-log.ts';
import { until } from '../support/until.ts';

let tasks: LeaderTasks | undefined;
afterEach(() => tasks?.stop());

it('a replica that has stopped leading has no hold, check or poll of its term in its metrics', async () => {
  const { log } = createQuietLog();
  const store = await createEmbeddedStore({ files: null, log });
  const scripted = createScriptedSource(store);
  await scripted.pollWith('2026-04-01T11:00:00Z', '2026-04-02', '475.09');
  await scripted.pollWith('2026-04-02T11:00:00Z', '2026-04-03', '478.77');
  // Printed with an extra zero: held until its next bulletin.
  await scripted.pollWith('2026-04-03T11:00:00Z', '2026-04-04', '4787.70');
  const { metrics, selected } = scripted;
  tasks = await beginLeaderTasks(store, {
    selectedSources: [selected],
    publisherOf: new Map([['KZT', 'bank']]),
    seedFile: null,
    pollCron: null,
    backfillDays: 0,
    log,
    metrics,
    now: () => new Date('2026-04-03T11:10:00Z'),
    random: Math.random,
  });
  tasks.startPolling();
  metrics.checkDifference.set({ code: 'KZT', source: 'check' }, 1.5);
  const text = () => metrics.registry.metrics();
  await until('the first poll', async () => /^ticker_next_poll_timestamp_seconds{/m.test(await text()));
  expect(await text()).toContain('ticker_held{source="bank",code="KZT"} 1');

  await tasks.stop();
  expect(await text()).not.toMatch(
    /^ticker_(held|cross_check_difference_percent|last_good_poll_timestamp_seconds|next_poll_timestamp_seconds)\b/m,
  );
});
