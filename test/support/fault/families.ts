// test: runs the families of a folder: the one that the command names, or all of them.
import { readdirSync } from 'node:fs';
import { type FaultRow, printFaults } from './table.ts';

/** Runs `<name>.<suffix>.ts` in a folder. Ends the process with 1 for an unknown name. Returns the rows. */
export async function runFamilies(folder: URL, suffix: string, command: string): Promise<FaultRow[]> {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(`.${suffix}.ts`))
    .map((file) => file.replace(`.${suffix}.ts`, ''));
  const [name] = process.argv.slice(2);
  if (name !== undefined && !names.includes(name)) {
    console.error(`${command} -- <name>, one of: ${names.join(', ')}`);
    process.exit(1);
  }
  const rows: FaultRow[] = [];
  for (const family of name === undefined ? names : [name]) {
    const file = new URL(`${family}.${suffix}.ts`, folder);
    const { run } = (await import(file.href)) as { run(): Promise<FaultRow[]> };
    rows.push(...(await run()));
  }
  return rows;
}

/** Prints the rows and ends the process, with 1 when one of them failed. */
export function endRun(rows: readonly FaultRow[]): never {
  printFaults(rows);
  process.exit(rows.every((row) => row.passed) ? 0 : 1);
}
