import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bank, openBank } from '../support/banks/bank.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { MAIN, openTerminal, type Terminal } from '../support/terminal/terminal.ts';

const FIGURES = { KGS: '87.4500', KZT: '475.09' };
const seedText = (figures: Record<string, string>) =>
  JSON.stringify({
    rates: Object.entries(figures).map(([code, value]) => ({
      code,
      nominal: '1',
      value,
      date: '2026-05-23',
      previous: { value: '476', date: '2026-05-22' },
    })),
  });

const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

let dir: string;
let seedFile: string;
let service: ServiceChild;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ticker-'));
  seedFile = join(dir, 'seed.json');
  await writeFile(seedFile, seedText(FIGURES));
  service = await startChild({ SEED_FILE: seedFile });
});
afterAll(async () => {
  await service.end('SIGKILL');
  await rm(dir, { recursive: true });
});

const terminals: Terminal[] = [];
afterEach(async () => {
  for (const terminal of terminals.splice(0)) {
    terminal.kill();
    await terminal.ended;
  }
  await writeFile(seedFile, seedText(FIGURES));
  // The next test must not start before the service has read these figures.
  const shown = async () => (await fetch(`${service.origin}/rates/KZT.txt?inverse`)).text();
  await expect.poll(shown, { timeout: 10_000 }).toContain(FIGURES.KZT);
});
function open(args: string[], options: Parameters<typeof openTerminal>[1]): Terminal {
  const terminal = openTerminal(args, options);
  terminals.push(terminal);
  return terminal;
}
const here = () => ['--src', service.origin];

/** Runs the command in a pipe. */
async function run(args: string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    said.err += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { code: code as number, ...said };
}

describe('silk-ticker rates', () => {
  it('prints a table without colours into a pipe, in the order asked for', async () => {
    const { code, out } = await run(['rates', 'kzt,KGS', ...here()], { FORCE_COLOR: '1' });
    expect(code).toBe(0);
    const [titles, ...rows] = out.trimEnd().split('\n');
    expect(titles).toMatch(/^pair +dollars +change +per dollar +date +status +source$/);
    expect(rows.map((row) => row.slice(0, 7))).toEqual(['KZT/USD', 'KGS/USD']);
    expect(rows[0]).toMatch(/0\.0021049 +▲ +0\.19% +475\.09 +2026-05-23 +seed +Seed$/);
    expect(out).not.toContain('\x1b');
    const { rates } = JSON.parse((await run(['rates', 'KGS', '--json', ...here()])).out);
    expect(rates.map(({ inverse }: { inverse: string }) => inverse)).toEqual(['87.4500']);
  });

  it('is cut to 40 columns and whole at 120, in colours', async () => {
    for (const [columns, pattern] of [
      [40, /^KZT\/USD {2}0\.0021049 {2}▲ {3}0\.19% {2}seed$/],
      [120, /^KZT\/USD .*475\.09 +2026-05-23 +seed +Seed$/],
    ] as const) {
      const terminal = open(['rates', ...here()], { columns });
      expect(await terminal.ended).toBe(0);
      expect(terminal.screen()[2]).toMatch(pattern);
      for (const line of terminal.screen()) expect(line.length).toBeLessThanOrEqual(columns);
      expect(terminal.written()).toContain('\x1b[32m▲');
    }
    const calm = open(['rates', ...here()], { env: { NO_COLOR: '1' } });
    expect(await calm.ended).toBe(0);
    expect(calm.written()).not.toContain('\x1b');
  });

  it('shows a change in the same place, in one write, and keeps the last table', async () => {
    const terminal = open(['rates', '--watch', ...here()], { columns: 60, rows: 12 });
    await expect.poll(() => terminal.screen()[0], { timeout: 10_000 }).toMatch(/ {2}● live/);
    const before = terminal.screen();
    expect(before[4]).toContain('475.09');
    const mark = terminal.written().length;
    await writeFile(seedFile, seedText({ ...FIGURES, KZT: '480.25' }));
    await expect.poll(() => terminal.screen()[4], { timeout: 10_000 }).toContain('480.25');
    expect(terminal.screen()).toHaveLength(before.length);
    const news = terminal.written().slice(mark);
    // Between the marks of one picture, and nothing is cleared but what is right of or below what was written.
    expect(news.startsWith('\x1b[?2026h')).toBe(true);
    expect(
      news
        .split('\x1b[?2026h')
        .slice(1)
        .every((picture) => picture.endsWith('\x1b[?2026l')),
    ).toBe(true);
    expect(news).not.toContain('\x1b[2J');
    expect(news).not.toContain('\x1b[2K');
    terminal.resize(40, 12);
    await expect.poll(() => terminal.screen()[4], { timeout: 10_000 }).toMatch(/^KZT\/USD .* seed$/);
    expect(terminal.screen()).toHaveLength(before.length);
    terminal.type('^C');
    expect(await terminal.ended).toBe(0);
    expect(terminal.written().trimEnd().endsWith('\x1b[?25h')).toBe(true);
    expect(terminal.screen()[4]).toMatch(/^KZT\/USD/);
  });

  it('writes a line for each change where lines cannot be written over', async () => {
    const terminal = open(['rates', 'KZT', '-w', ...here()], { env: { TERM: 'dumb' }, columns: 80 });
    await expect.poll(() => terminal.screen().length, { timeout: 10_000 }).toBe(2);
    await writeFile(seedFile, seedText({ ...FIGURES, KZT: '480.25' }));
    await expect.poll(() => terminal.screen()[2], { timeout: 10_000 }).toContain('480.25');
    expect(terminal.screen()[2]).toMatch(/^20\d\d-\d\d-\d\dT[\d:.]+Z {2}KZT\/USD/);
    expect(terminal.written()).not.toContain('\x1b');
  });

  it('writes the messages of the stream as lines, until nobody reads them', async () => {
    const args = ['rates', 'KZT', '--watch', '--json', ...here()];
    const command = [process.execPath, MAIN, ...args].join(' ');
    // Not `head`: GNU's writes what it has read only when it ends.
    const shell = spawn('bash', ['-c', `${command} | sed -u 2q; echo \${PIPESTATUS[0]}`], {
      env: { PATH: process.env.PATH ?? '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    shell.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    const ended = once(shell, 'close');
    const changeTo = (KZT: string) => writeFile(seedFile, seedText({ ...FIGURES, KZT }));
    await expect.poll(() => out, { timeout: 10_000 }).toContain('"type":"snapshot"');
    await changeTo('480.25');
    await expect.poll(() => out, { timeout: 10_000 }).toContain('"type":"update"');
    // The next line finds no reader.
    await changeTo('481.25');
    await ended;
    const [first = '', second = '', code] = out.trimEnd().split('\n');
    expect(JSON.parse(first).rates).toMatchObject([{ base: 'KZT', inverse: '475.09' }]);
    expect(JSON.parse(second).rates).toMatchObject([{ base: 'KZT', inverse: '480.25' }]);
    expect(code).toBe('0');
  });

  it('fails where its output cannot be written', async () => {
    for (const args of [['rates'], ['rates', '--json'], ['check']]) {
      const command = [process.execPath, MAIN, ...args, ...here()].join(' ');
      const shell = spawn('bash', ['-c', `${command} > /dev/full`], { stdio: ['ignore', 'inherit', 'pipe'] });
      let err = '';
      shell.stderr.on('data', (chunk) => {
        err += String(chunk);
      });
      const [code] = await once(shell, 'close');
      expect({ code, err }).toEqual({ code: 1, err: expect.stringMatching(/^silk-ticker: .* ENOSPC.*\n$/) });
    }
  });

  it('says that the server has gone, and goes on when it is back', async () => {
    const child = await startChild({ SEED_FILE: seedFile });
    const terminal = open(['rates', '-w', '--src', child.origin], { columns: 80 });
    await expect.poll(() => terminal.screen()[0], { timeout: 10_000 }).toMatch(/● live/);
    await child.end('SIGKILL');
    await expect.poll(() => terminal.screen()[0], { timeout: 10_000 }).toMatch(/● offline/);
    expect(terminal.screen()[3]).toMatch(/^KGS\/USD/);
    const again = await startChild({ SEED_FILE: seedFile, PORT: String(child.port) });
    await expect.poll(() => terminal.screen()[0], { timeout: 40_000 }).toMatch(/● live/);
    await again.end('SIGKILL');
  });

  it('ends by Ctrl-C before the answer of the server', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const src = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
    for (const flags of [[], ['--watch']]) {
      const asked = once(silent, 'request');
      const terminal = open(['rates', ...flags, '--src', src], {});
      await asked;
      const began = performance.now();
      terminal.type('^C');
      expect(await terminal.ended).not.toBe(0);
      expect(performance.now() - began).toBeLessThan(2_000);
    }
    silent.closeAllConnections();
    silent.close();
  });

  it('says what is wrong', async () => {
    const unknown = await run(['rates', 'XXX', ...here()]);
    expect(unknown).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/XXX not among KGS, KZT/) });
    const gone = await run(['rates', '--src', 'http://127.0.0.1:9']);
    expect(gone).toMatchObject({ code: 1, err: expect.stringMatching(/cannot be reached/) });
    const flag = await run(['rates', '--wach']);
    expect(flag).toMatchObject({
      code: 2,
      err: expect.stringMatching(/unknown flag --wach\n.*rates --help/),
    });
  });
});

describe('silk-ticker check', () => {
  it('answers 0 for a healthy service', async () => {
    const { code, out } = await run(['check', ...here()]);
    expect(code).toBe(0);
    expect(out).toMatch(/ is healthy\n/);
    expect(out).toMatch(/✓ A stream opens, in \d+ ms\./);
  });

  it('answers 1 where a bank fails, and names it', async () => {
    const bank: Bank = await openBank(() => null);
    await bank.close();
    const child = await startChild({ SOURCES: 'nbk', NBK_ORIGIN: bank.origin });
    try {
      await expect.poll(() => child.lines.some(({ msg }) => msg === 'poll failed')).toBe(true);
      const terminal = open(['check', '--src', child.origin], { columns: 60 });
      expect(await terminal.ended).toBe(1);
      const text = terminal.screen().join(' ').replace(/\s+/g, ' ');
      expect(text).toContain('needs a look at 2 things');
      expect(text).toContain('KZT shows the seed');
      expect(text).toMatch(/nbk fails, and no poll has succeeded yet: not reached: ECONNREFUSED/);
      for (const line of terminal.screen()) expect(line.length).toBeLessThanOrEqual(60);
    } finally {
      await child.end('SIGKILL');
    }
  });

  it('answers 2 where nothing or something else answers', async () => {
    expect(await run(['check', '--src', 'http://127.0.0.1:9'])).toMatchObject({
      code: 2,
      out: expect.stringMatching(/cannot be reached/),
    });
    const other = createServer((_request, response) => response.writeHead(404).end('no')).listen(
      0,
      '127.0.0.1',
    );
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { code, out } = await run(['check', '--src', `127.0.0.1:${port}`]);
    other.close();
    expect(code).toBe(2);
    expect(out).toContain('does not come from silk-ticker');
  });
});

describe('silk-ticker', () => {
  it('shows a summary on a terminal, and ends by Ctrl-C', async () => {
    const env = { HOST: '127.0.0.1', OPS_PORT: '', DATA_DIR: '' };
    const terminal = open(['--port', '0', '--sources', 'seed', '--seed', seedFile], { env, rows: 30 });
    await expect.poll(() => terminal.screen().join('\n'), { timeout: 10_000 }).toContain('Ctrl-C stops it');
    const origin = /open +(http:\S+)/.exec(terminal.screen().join('\n'))?.[1] ?? '';
    const { rates } = (await (await fetch(`${origin}/rates`)).json()) as { rates: { inverse: string }[] };
    expect(rates[0]?.inverse).toBe('87.4500');
    expect(terminal.written()).not.toContain('{"level"');
    terminal.type('^C');
    expect(await terminal.ended).toBe(0);
  });

  it('refuses what it does not know with 2, and a bad setting with 1', async () => {
    expect(await run(['--bogus'])).toMatchObject({
      code: 2,
      out: '',
      err: 'silk-ticker: unknown flag --bogus\nsee silk-ticker --help\n',
    });
    expect((await run(['frob'])).code).toBe(2);
    expect(await run(['--port', '70000'])).toMatchObject({ code: 1, err: expect.stringMatching(/PORT: /) });
    expect(await run(['--version'])).toMatchObject({ code: 0, out: `${version}\n` });
    expect((await run(['--help'])).out).toContain('--redis URL');
  });
});
