import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays, isWeekend } from '../../src/rates/date.ts';
import { type Bank, openBank } from '../support/banks/bank.ts';
import { joinPages, nbkPages, nbkrPages } from '../support/banks/documents.ts';
import { startChild } from '../support/service/child.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const TODAY = new Date().toISOString().slice(0, 10);
const FROM = addDays(TODAY, -45);
const DAYS = Array.from({ length: 46 }, (_, index) => addDays(FROM, index)).filter(
  (day) => !isWeekend(day, [0, 1]),
);
const TENGE = Object.fromEntries(DAYS.map((day, index) => [day, `50${index % 10}.1`]));
const SOM = Object.fromEntries(DAYS.map((day, index) => [day, `90,100${index % 10}`]));

let bank: Bank;
let dir: string;
let env: Record<string, string>;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ticker-'));
  bank = await openBank(joinPages(nbkPages(TENGE), nbkrPages(SOM)));
  const origins = { NBK_ORIGIN: bank.origin, NBKR_ORIGIN: bank.origin };
  env = { SOURCES: 'nbkr,nbk', DATA_DIR: dir, BACKFILL_DAYS: '0', ...origins };
});
afterEach(async () => {
  await bank.close();
  await rm(dir, { recursive: true });
});

/** Runs the command like its npm script; `by` is the program. */
function startBackfill([command = '', ...args]: string[]) {
  const child = spawn(command, [...args, '--from', FROM], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', HOME: dir, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number, said }));
  return { interrupt: () => child.kill('SIGINT'), ended };
}

const DIRECT = [process.execPath, 'dist/main.js', 'backfill'];
const BY_NPM = ['npm', 'run', '--silent', 'backfill', '--'];
const daysAsked = () => bank.requests('nbk').map(({ path }) => path);

describe('the command backfill', () => {
  it('continues where Ctrl-C stopped it, and its fixings are served', async () => {
    const first = startBackfill(DIRECT);
    await expect.poll(() => daysAsked().length, { timeout: 20_000 }).toBeGreaterThan(15);
    await expect(startChild(env)).rejects.toThrow(/DATA_DIR: .* is used by process \d+/);
    first.interrupt();
    const stopped = await first.ended;
    expect(stopped.code).toBe(1);
    expect(stopped.said).toMatch(/^nbkr +KGS █{30} 100 % {2}\d+ fixings {2}done$/m);
    expect(stopped.said).toMatch(/^nbk +KZT [█░]{30} +\d+ % .* stopped; the next run continues from here$/m);
    const asked = daysAsked();
    expect(asked.length).toBeLessThan(46);

    const second = await startBackfill(BY_NPM).ended;
    expect(second).toMatchObject({ code: 0, said: expect.stringMatching(/^nbk +KZT █{30} 100 % .* done$/m) });
    const again = daysAsked().slice(asked.length);
    // Days without rates are not stored: so weekends next to the seam are requested again, and the interrupted day.
    expect(again.filter((path) => asked.includes(path)).length).toBeLessThanOrEqual(4);
    expect(again.length).toBeGreaterThan(5);

    bank.setFault({ kind: 'refuse' });
    const service = await startChild(env);
    try {
      const text = async (path: string) => (await fetch(`${service.origin}/rates/${path}`)).text();
      const { rates } = JSON.parse(await text('KZT/history')) as {
        rates: { date: string; printed: string }[];
      };
      expect(rates.map(({ date, printed }) => [date, printed])).toEqual(Object.entries(TENGE));
      const lines = (await text('KZT/history.ndjson')).trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line))).toEqual(rates);
      const [head, ...rows] = (await text('KGS/history.csv')).trimEnd().split('\r\n');
      expect(head).toBe('date,rate,inverse,printed,nominal,source,fetchedAt');
      expect(rows.map((row) => /^(.{10}),.*,"(.*)",1,nbkr,/.exec(row)?.slice(1))).toEqual(
        Object.entries(SOM),
      );

      const refused = await startBackfill(DIRECT).ended;
      expect(refused.code).toBe(1);
      expect(refused.said).toMatch(/^ {2}DATA_DIR: .* is used by process \d+$/m);
    } finally {
      await service.end('SIGKILL');
    }
  });

  it('names the faults of its arguments', async () => {
    const { code, said } = await startBackfill([...DIRECT, '--since']).ended;
    expect(code).toBe(2);
    expect(said).toContain('silk-ticker: unknown flag --since\nsee silk-ticker backfill --help\n');
    const other = await startBackfill([...DIRECT, '--from', '2020-01-01', '--source', 'nbz']).ended;
    expect(other.code).toBe(1);
    expect(other.said).toContain('--source: nbz is not in SOURCES');
  });
});
