import { expect, it } from 'vitest';
import { createCurrentDescription } from '../../../src/serve/description/current.ts';
import type { OpenApi } from '../../../src/serve/description/openapi.ts';
import { snapshotOf } from '../../support/fixed-feed.ts';

it('is made once for a snapshot and a minute, however many ask for it', async () => {
  let snapshot = snapshotOf([]);
  let nowMs = 0;
  let made = 0;
  const describeNow = createCurrentDescription(
    { snapshot: () => snapshot },
    async () => {
      made += 1;
      return { openapi: String(made) } as OpenApi;
    },
    () => nowMs,
  );
  const [first, second] = await Promise.all([describeNow(), describeNow()]);
  expect(second).toBe(first);
  nowMs = 59_999;
  expect((await describeNow()).revision).toBe(first?.revision);
  nowMs = 60_000;
  expect((await describeNow()).openApi.openapi).toBe('2');
  snapshot = snapshotOf([]);
  expect((await describeNow()).openApi.openapi).toBe('3');
});
