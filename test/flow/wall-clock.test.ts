import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { rateFor } from '../support/figures.ts';
import { listenSse, listenWs } from '../support/listeners/recorded-streams.ts';
import { type ServingParts, startParts } from '../support/service/serving-parts.ts';
import { until } from '../support/until.ts';

const HOUR_MS = 3_600_000;

let parts: ServingParts;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  parts = await startParts();
});
afterEach(async () => {
  await parts.stop();
  vi.useRealTimers();
});

it.each([
  ['a minute ahead', HOUR_MS / 60],
  ['an hour ahead', HOUR_MS],
  ['an hour back', -HOUR_MS],
  ['a day ahead', 24 * HOUR_MS],
  ['a day back', -24 * HOUR_MS],
])('open streams stay open and get changes when the wall clock is set %s', async (_how, stepMs) => {
  const streams = [await listenWs(`${parts.origin}/ws`), await listenSse(`${parts.origin}/stream`)];
  await until('the snapshots', () => streams.every(({ messages }) => messages.length === 1));
  vi.setSystemTime(Date.now() + stepMs);
  // Dead connections are looked for every second.
  await wait(1_500);
  await parts.commit(rateFor('KGS', '2.5'));
  await until('the change', () => streams.every(({ messages }) => messages.at(-1)?.type === 'update'));
  expect(streams.map(({ ended }) => ended)).toEqual([0, 0]);
  for (const stream of streams) stream.close();
});
