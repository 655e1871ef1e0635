// fault: what publishers do to us. Each part prints its own detail and answers its rows.
import { run as runBombs } from './bombs.ts';
import { run as runCalendars } from './calendars.ts';
import { run as runDamage } from './damage.ts';
import { run as runFigures } from './figures.ts';
import { run as runHanging } from './hanging.ts';
import { run as runHostileXml } from './hostile-xml.ts';
import { run as runJumps } from './jumps.ts';
import { run as runLies } from './lies.ts';
import type { FaultRow } from './table.ts';
import { run as runUnreachable } from './unreachable.ts';

/** One after the other: some are timed, the others keep both cores busy. */
export async function run(): Promise<FaultRow[]> {
  const rows: FaultRow[] = [];
  const timed = [runHanging, runBombs, runHostileXml, runUnreachable];
  for (const part of [...timed, runFigures, runLies, runDamage, runJumps, runCalendars])
    rows.push(...(await part()));
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}
