// attack: `npm run test:attack -- <name>` attacks the built service with hostile and broken clients and prints a row
// for each kind; without a name it runs them all.
import { endRun, runFamilies } from '../support/fault/families.ts';

const rows = await runFamilies(new URL('.', import.meta.url), 'attack', 'npm run test:attack');
endRun(rows.sort((a, b) => a.id.localeCompare(b.id)));
