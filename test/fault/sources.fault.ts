// fault: faults of publishers. Each part prints its details and returns its rows.

import type { FaultRow } from '../support/fault/table.ts';
import { run as runBombs } from './sources/bombs.ts';
import { run as runCalendars } from './sources/calendars.ts';
import { run as runDamage } from './sources/damage.ts';
import { run as runFigures } from './sources/figures.ts';
import { run as runHanging } from './sources/hanging.ts';
import { run as runHostileXml } from './sources/hostile-xml.ts';
import { run as runJumps } from './sources/jumps.ts';
import { run as runLies } from './sources/lies.ts';
import { run as runUnreachable } from './sources/unreachable.ts';

/** One after the other: some are timed, the others use both cores. */
export async function run(): Promise<FaultRow[]> {
  const rows: FaultRow[] = [];
  const timed = [runHanging, runBombs, runHostileXml, runUnreachable];
  for (const part of [...timed, runFigures, runLies, runDamage, runJumps, runCalendars])
    rows.push(...(await part()));
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}
