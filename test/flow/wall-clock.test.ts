import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { rateFor } from '../support/figures.ts';
import { listenSse, listenWs } from '../support/listeners/recorded-streams.ts';
import { openStand, type Stand } from '../support/service/serving-parts.ts';
import { until } from '../support/until.ts';

const HOUR_MS = 3_600_000;

let stand: Stand;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  stand = await openStand();
});
afterEach(async () => {
  await stand.stop();
  vi.useRealTimers();
});

it.each([
  ['a minute ahead', HOUR_MS / 60],
  ['an hour ahead', HOUR_MS],
  ['an hour back', -HOUR_MS],
  ['a day ahead', 24 * HOUR_MS],
  ['a day back', -24 * HOUR_MS],
])('open streams stay open and get changes when the wall clock is set %s', async (_how, stepMs) => {
  const ears = [await listenWs(`${stand.origin}/ws`), await listenSse(`${stand.origin}/stream`)];
  await until('the snapshots', () => ears.every(({ heard }) => heard.length === 1));
  vi.setSystemTime(Date.now() + stepMs);
  // Dead connections are looked for every second.
  await wait(1_500);
  await stand.commit(rateFor('KGS', '2.5'));
  await until('the change', () => ears.every(({ heard }) => heard.at(-1)?.type === 'update'));
  expect(ears.map(({ ended }) => ended)).toEqual([0, 0]);
  for (const ear of ears) ear.close();
});
