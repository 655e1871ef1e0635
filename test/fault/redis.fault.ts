// fault: faults of Redis. `npm run test:fault -- redis` takes four minutes, most of them waiting.

import type { FaultRow } from '../support/fault/table.ts';
import { run as runFailovers } from './redis/failovers.ts';
import { run as runHostile } from './redis/hostile.ts';
import { run as runOutages } from './redis/outages.ts';

export async function run(): Promise<FaultRow[]> {
  const rows: FaultRow[] = [];
  for (const part of [runOutages, runFailovers, runHostile]) rows.push(...(await part()));
  return rows;
}
