// attack: peers that disappear without closing: they accept everything and answer nothing.
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultRow } from '../support/fault/table.ts';
import { startChild } from '../support/service/child.ts';
import { metric } from '../support/service/metric.ts';
import { descriptors } from '../support/service/process-figures.ts';
import { openRaw } from './raw.ts';

export async function fallSilent(count: number): Promise<FaultRow> {
  const service = await startChild();
  await metric(service, 'ticker_streams');
  const before = descriptors(service);
  // It still reads, unlike a dead machine, so that no write of the service fails: it must not depend on that.
  const peers = await Promise.all(Array.from({ length: count }, () => openRaw(service.port)));
  const started = performance.now();
  const during = descriptors(service);
  let slowest = 0;
  await Promise.all(
    peers.map(async ({ ended }) => {
      await ended;
      slowest = Math.max(slowest, performance.now() - started);
    }),
  );
  await wait(500);
  const after = descriptors(service);
  const left = await metric(service, 'ticker_streams');
  await service.end();
  return {
    id: 'C2',
    fault: `${count} half-open peers`,
    measured: `all gone within ${(slowest / 1_000).toFixed(1)} s; descriptors ${before} → ${during} → ${after}; ${left} streams left`,
    due: 'gone within 45 s, descriptors back to where they were',
    passed: slowest <= 45_000 && during >= before + count && after <= before + 2 && left === 0,
  };
}

export const run = async (): Promise<FaultRow[]> => [await fallSilent(500)];
