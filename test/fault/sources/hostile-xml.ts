// fault: XML that tries to read files, send requests, or grow while it is parsed.
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TickerError } from '../../../src/errors.ts';
import { parseDay } from '../../../src/sources/banks/nbk.ts';
import { allPages, originsAt } from '../../support/banks/all-banks.ts';
import { openBank } from '../../support/banks/bank.ts';
import { nbkDay } from '../../support/banks/documents.ts';
import type { FaultRow } from '../../support/fault/table.ts';
import { startWatched, type Watched } from '../../support/service/watched.ts';
import { until } from '../../support/until.ts';

const LONGEST_MS = 20;
const MOST_MB = 5;
const DEEP = 100_000;
const ROUNDS = 5;

const rates = (inside: string) => `<rates><date>13.02.2030</date>${inside}</rates>`;
const item = (figure: string) =>
  `<item><title>USD</title><description>${figure}</description><quant>1</quant></item>`;
const lol = Array.from(
  { length: 9 },
  (_, level) => `<!ENTITY l${level + 1} "${level === 0 ? '500.10' : `&l${level};`.repeat(10)}">`,
).join('');

/** Twelve payloads; `file` and `home` are the targets of their entities. */
function payloadsFor(file: string, home: string): Record<string, string> {
  return {
    'a DOCTYPE': `<!DOCTYPE rates>${rates(item('501.10'))}`,
    'a DOCTYPE in small letters behind a comment': `<!-- x --><!doctype rates [<!ELEMENT rates ANY>]>${rates('')}`,
    'an external DTD': `<!DOCTYPE rates SYSTEM "${home}/dtd">${rates(item('501.10'))}`,
    'a file as an entity': `<!DOCTYPE rates [<!ENTITY x SYSTEM "file://${file}">]>${rates(item('&x;'))}`,
    'an address as an entity': `<!DOCTYPE rates [<!ENTITY x SYSTEM "${home}/entity">]>${rates(item('&x;'))}`,
    'a parameter entity': `<!DOCTYPE rates [<!ENTITY % x SYSTEM "${home}/parameter">%x;]>${rates(item('501.10'))}`,
    'a billion laughs': `<!DOCTYPE rates [${lol}]>${rates(item('&l9;'))}`,
    'a quadratic blow-up': `<!DOCTYPE rates [<!ENTITY x "${'5'.repeat(50_000)}">]>${rates(item('&x;'.repeat(1_000)))}`,
    'an undeclared entity': rates(item('&figure;')),
    XInclude: `<rates xmlns:xi="http://www.w3.org/2001/XInclude"><date>13.02.2030</date>${item(`<xi:include href="file://${file}" parse="text"/>`)}</rates>`,
    'a style sheet and numbered characters': `<?xml-stylesheet href="${home}/style" type="text/xsl"?>${rates(item('&#53;&#x30;1.10'))}`,
    '100,000 levels': rates('<a>'.repeat(DEEP) + '</a>'.repeat(DEEP)),
  };
}

/** The payload is parsed in this process, where its processor time can be measured. */
function timeOf(payload: string): { ms: number; refused: boolean } {
  let ms = Number.POSITIVE_INFINITY;
  let refused = true;
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    try {
      parseDay(payload);
      refused = false;
    } catch (error) {
      refused &&= error instanceof TickerError;
    }
    // The fastest of five counts; slower ones are caused by the machine.
    ms = Math.min(ms, performance.now() - began);
  }
  return { ms, refused };
}

/** Memory is measured in the service, which gets the payload as a bank's answer. */
async function memoryOf(watched: Watched): Promise<{ grown: number; result: string }> {
  await watched.poll('nbk');
  watched.resetMemory();
  const { result } = await watched.poll('nbk');
  return { grown: watched.grownMb(), result };
}

/** The row of twelve payloads. */
export async function run(): Promise<FaultRow[]> {
  const dir = await mkdtemp(join(tmpdir(), 'ticker-'));
  const file = join(dir, 'figure');
  await writeFile(file, '501.10');
  // A file system records the first read after a write: the access time is set back, and must not change.
  const old = new Date('2001-01-01T00:00:00Z');
  await utimes(file, old, new Date());
  const [bank, home] = [
    await openBank(allPages()),
    await openBank(() => ({ body: '501.10', type: 'text/plain' })),
  ];
  const watched = await startWatched(originsAt(bank));
  const payloads = Object.entries(payloadsFor(file, home.origin));
  const worst = { ms: 0, grown: 0, taken: 0 };
  try {
    await until(
      'the bank is polled without an error',
      async () => (await watched.polls('nbk', 'changed')) > 0,
    );
    for (let warm = 0; warm < 30; warm += 1) await watched.poll('nbk');
    parseDay(nbkDay('2030-02-13', '501.10'));
    const shown = JSON.stringify(await watched.snapshot());
    console.log('\n| payload | bytes | parsed in | memory |\n|---|---|---|---|');
    for (const [name, body] of payloads) {
      const { ms, refused } = timeOf(body);
      bank.setFault({ kind: 'page', page: { body, type: 'text/xml' } }, 'nbk');
      const { grown, result } = await memoryOf(watched);
      console.log(`| ${name} | ${body.length} | ${ms.toFixed(2)} ms | +${grown} MB |`);
      if (!refused || result !== 'failed') worst.taken += 1;
      worst.ms = Math.max(worst.ms, ms);
      worst.grown = Math.max(worst.grown, grown);
    }
    const moved = JSON.stringify(await watched.snapshot()) !== shown;
    const opened = (await stat(file)).atime.getTime() !== old.getTime();
    await readFile(file);
    const seesReads = (await stat(file)).atime.getTime() !== old.getTime();
    const reads = home.requests().length + (opened ? 1 : 0);
    return [
      {
        id: 'S5',
        fault: `${payloads.length} hostile documents`,
        measured: `${worst.taken} taken, ${reads} files or addresses read, ${worst.ms.toFixed(1)} ms, +${worst.grown} MB${moved ? ', and a rate moved' : ''}`,
        due: `0, 0, ${LONGEST_MS} ms, +${MOST_MB} MB`,
        passed:
          payloads.length === 12 &&
          seesReads &&
          worst.taken + reads === 0 &&
          !moved &&
          worst.ms <= LONGEST_MS &&
          worst.grown <= MOST_MB,
      },
    ];
  } finally {
    await watched.child.end('SIGKILL');
    await bank.close();
    await home.close();
    await rm(dir, { recursive: true });
  }
}
