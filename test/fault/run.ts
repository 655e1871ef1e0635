// fault: `npm run test:fault -- <name>` causes one family of real outages and prints a row for each; without a name
// it runs them all.
import { endRun, runFamilies } from '../support/fault/families.ts';

endRun(await runFamilies(new URL('.', import.meta.url), 'fault', 'npm run test:fault'));
