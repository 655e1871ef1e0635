import { afterAll } from 'vitest';
import { describeBehaviour } from './engines/behaviour.ts';
import { chromium } from './engines/chromium.ts';
import { firefox } from './engines/firefox.ts';
import { printResults } from './engines/table.ts';
import { webkit } from './engines/webkit.ts';

const ENGINES = [chromium, firefox, webkit];
for (const launcher of ENGINES) describeBehaviour(launcher);
afterAll(() => printResults(ENGINES.map((it) => it.name)));
