// attack: `npm run test:attack -- <name>` attacks the built service with hostile and broken clients and prints a row
// for each kind; without a name it runs them all.
import { readdirSync } from 'node:fs';
import { type FaultRow, printFaults } from '../fault/table.ts';

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.attack.ts'))
  .map((file) => file.replace('.attack.ts', ''));
const [name] = process.argv.slice(2);

if (name !== undefined && !names.includes(name)) {
  console.error(`npm run test:attack -- <name>, one of: ${names.join(', ')}`);
  process.exit(1);
}
const rows: FaultRow[] = [];
for (const kind of name === undefined ? names : [name]) {
  const { run } = (await import(`./${kind}.attack.ts`)) as { run(): Promise<FaultRow[]> };
  rows.push(...(await run()));
}
rows.sort((a, b) => a.id.localeCompare(b.id));
printFaults(rows);
process.exit(rows.every((row) => row.passed) ? 0 : 1);
