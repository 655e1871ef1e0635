// wordpress: `npm run test:wordpress` sets up a blog with Debian's WordPress, posts the address of the ticker and checks
// the post in Chromium. `npm run test:wordpress -- post.png` saves a picture of it. All else is removed at the end.
import { mkdtempSync, rmSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from '../browser/chromium.ts';
import { startChild } from '../support/service/child.ts';
import { startBlog } from './blog.ts';
import { tryBlog } from './trial.ts';

/**
 * WordPress sends requests to no loopback address except its own host, and there only to the ports 80, 443 and 8080.
 * It therefore has port 80 of an otherwise unused address, and the ticker has port 8080: another origin.
 */
const HOST = '127.0.0.80';
const TICKER_PORT = '8080';
const FIGURES = { KGS: '87.4500', KZT: '475.09', TJS: '9.3370', UZS: '12149.84', TMT: '3.5' };

if (process.getuid?.() !== 0) {
  console.error('run it as root: WordPress needs port 80');
  process.exit(1);
}
for (const [signal, code] of Object.entries({ SIGINT: 130, SIGTERM: 143 }))
  process.once(signal, () => process.exit(code));

const folder = mkdtempSync(join(tmpdir(), 'ticker-seed-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
const seed = join(folder, 'seed.json');
async function print(KGS: string): Promise<void> {
  const rates = Object.entries({ ...FIGURES, KGS }).map(([code, value]) => ({
    code,
    nominal: '1',
    value,
    date: '2026-05-23',
  }));
  await writeFile(`${seed}.new`, JSON.stringify({ rates }));
  await rename(`${seed}.new`, seed);
}

await print(FIGURES.KGS);
const service = await startChild({ HOST, PORT: TICKER_PORT, SEED_FILE: seed });
process.once('exit', () => service.process.kill('SIGKILL'));
const blog = await startBlog(HOST);
console.log(`WordPress ${blog.version} at ${blog.origin}`);
const browser = await launch();
try {
  const [picture] = process.argv.slice(2);
  const rows = await tryBlog({ browser, blog, ticker: `http://${HOST}:${TICKER_PORT}`, print, picture });
  for (const { what, found, passed } of rows) console.log(`${passed ? 'ok  ' : 'FAIL'}  ${what}: ${found}`);
  process.exitCode = rows.every((row) => row.passed) ? 0 : 1;
} finally {
  await browser.close();
  blog.remove();
  await service.end();
}
