// fault: faults of operation and machines. `npm run test:fault -- operate` takes about a minute.

import type { FaultRow } from '../support/fault/table.ts';
import { run as runInstalled } from './operate/installed.ts';
import { run as runKilledSaving } from './operate/killed-saving.ts';
import { run as runMisconfigured } from './operate/misconfigured.ts';
import { run as runPlantedSecrets } from './operate/planted-secrets.ts';

export async function run(): Promise<FaultRow[]> {
  const rows: FaultRow[] = [];
  for (const part of [runMisconfigured, runPlantedSecrets, runKilledSaving, runInstalled])
    rows.push(...(await part()));
  return rows;
}
