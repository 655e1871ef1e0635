// fault: `npm run test:fault -- <name>` causes one family of real outages and prints a row for each; without a name
// it runs them all.
import { readdirSync } from 'node:fs';
import { type FaultRow, printFaults } from './table.ts';

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.fault.ts'))
  .map((file) => file.replace('.fault.ts', ''));
const [name] = process.argv.slice(2);

if (name !== undefined && !names.includes(name)) {
  console.error(`npm run test:fault -- <name>, one of: ${names.join(', ')}`);
  process.exit(1);
}
const rows: FaultRow[] = [];
for (const family of name === undefined ? names : [name]) {
  const { run } = (await import(`./${family}.fault.ts`)) as { run(): Promise<FaultRow[]> };
  rows.push(...(await run()));
}
printFaults(rows);
process.exit(rows.every((row) => row.passed) ? 0 : 1);
