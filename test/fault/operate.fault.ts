// fault: what operators and machines do to us. `npm run test:fault -- operate` takes about a minute.
import { run as runMisconfigured } from './misconfigured.ts';
import type { FaultRow } from './table.ts';

export async function run(): Promise<FaultRow[]> {
  const rows: FaultRow[] = [];
  for (const part of [runMisconfigured]) rows.push(...(await part()));
  return rows;
}
