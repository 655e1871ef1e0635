// bench: `npm run bench -- <name>` runs one benchmark; without a name it lists them.
import { readdirSync } from 'node:fs';

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const name = process.argv[2];

if (name === undefined || !names.includes(name)) {
  console.error(`npm run bench -- <name>, one of: ${names.join(', ')}`);
  process.exit(1);
}
const { run } = (await import(`./${name}.bench.ts`)) as { run(): Promise<void> };
await run();
process.exit(0);
