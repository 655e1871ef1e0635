// fault: what publishers do to us. Each part prints its own detail and answers its rows.
import { run as runCalendars } from './calendars.ts';
import { run as runJumps } from './jumps.ts';
import type { FaultRow } from './table.ts';

export async function run(): Promise<FaultRow[]> {
  const rows: FaultRow[] = [];
  for (const part of [runJumps, runCalendars]) rows.push(...(await part()));
  return rows;
}
