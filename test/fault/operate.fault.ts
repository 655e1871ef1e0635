// fault: what operators and machines do to us. `npm run test:fault -- operate` takes about a minute.
import { run as runInstalled } from './installed.ts';
import { run as runKilledSaving } from './killed-saving.ts';
import { run as runMisconfigured } from './misconfigured.ts';
import { run as runPlantedSecrets } from './planted-secrets.ts';
import type { FaultRow } from './table.ts';

export async function run(): Promise<FaultRow[]> {
  const rows: FaultRow[] = [];
  for (const part of [runMisconfigured, runPlantedSecrets, runKilledSaving, runInstalled])
    rows.push(...(await part()));
  return rows;
}
