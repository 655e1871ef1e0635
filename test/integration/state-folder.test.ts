import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStateFiles } from '../../src/store/embedded/state-files.ts';

const ROUNDS = 40;
/** Larger than any process id of the system. */
const DEAD = '4194305 1';

let children: ChildProcess[];
let root: string;
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ticker-'));
  const work = new URL('../store/embedded/locking-work.ts', import.meta.url);
  children = Array.from({ length: 4 }, () => fork(work, { execArgv: ['--import', 'tsx'] }));
  await Promise.all(children.map((child) => once(child, 'message')));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(root, { recursive: true });
});

async function newFolder(left: Record<string, string>): Promise<string> {
  folders += 1;
  const dir = await mkdtemp(join(root, `${folders}-`));
  for (const [name, text] of Object.entries(left)) await writeFile(join(dir, name), text);
  return dir;
}

/** All processes open the folder at the same instant. Returns how many succeeded. */
async function contend(dir: string): Promise<number> {
  const answers = children.map((child) => once(child, 'message'));
  for (const child of children) child.send({ dir, atMs: Date.now() + 20 });
  return (await Promise.all(answers)).filter(([answer]) => answer === 'got it').length;
}

describe('when several processes open a folder at once', () => {
  it.each<[string, Record<string, string>]>([
    ['an empty folder', {}],
    ['one that a killed process has left', { 'lock.3': DEAD }],
    ['one that an earlier version has left', { lock: DEAD }],
    ['one that was given back', { 'lock.7': '' }],
  ])('one gets %s', async (_what, left) => {
    const got: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const dir = await newFolder(left);
      got.push(await contend(dir));
      expect((await readdir(dir)).filter((name) => name.startsWith('lock'))).toHaveLength(1);
    }
    expect(got).toEqual(Array(ROUNDS).fill(1));
  });

  it('none gets a folder in use, and one does after it is unlocked', async () => {
    const dir = await newFolder({});
    const files = await openStateFiles(dir);
    expect(await contend(dir)).toBe(0);
    await files.close();
    expect(await contend(dir)).toBe(1);
  });
});

describe('a saved file', () => {
  it('is on the disk before its name, and its name before the commit is published', async () => {
    const dir = await newFolder({});
    const trace = join(root, 'trace');
    const work = new URL('../store/embedded/keeping-work.ts', import.meta.url).pathname;
    const calls = 'trace=fsync,fdatasync,rename,renameat,renameat2';
    const node = [process.execPath, '--import', 'tsx', work, join(dir, 'state')];
    await promisify(execFile)('strace', ['-f', '-y', '-e', calls, '-o', trace, ...node]);
    const told = (await readFile(trace, 'utf8')).split('\n').flatMap((line) => {
      const [, call = '', what = ''] = /(fsync|fdatasync|rename\w*)\((.*)\) += 0/.exec(line) ?? [];
      return call === '' ? [] : [`${call.replace(/rename.*/, 'rename')} ${/[\w.]+(?=[">]*$)/.exec(what)}`];
    });
    const kept = ['fdatasync snapshot.json.new', 'rename snapshot.json', 'fsync state'];
    expect(told.join('; ')).toContain(kept.join('; '));
  });
});
