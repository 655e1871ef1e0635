// store: a folder that one process alone may use. Two writers would publish the same `seq` with different rates.
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { link, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, TickerError } from '../../errors.ts';

/** `lock.7`; earlier versions had one `lock`, which counts as the first of all. */
const LOCK = /^lock(?:\.(\d{1,15}))?$/;
/** Each try that finds the place taken has met another process; no hundred of them start at once. */
const MAX_TRIES = 100;

/**
 * Takes a folder, which is made if need be, and answers how to give it back. Throws `config-invalid` when it cannot be
 * written or another process that still lives has it.
 *
 * The lock with the highest number counts, and it is never removed: whoever takes the folder links the next number,
 * which only one can do, and removes the lower ones. A lower number that is free again may still be linked by a process
 * that was slow, which therefore looks once more whether its own is the highest.
 */
export async function lockFolder(dir: string): Promise<() => Promise<void>> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const problem = folderProblemOf(dir);
    if (problem !== null) throw new TickerError('config-invalid', `DATA_DIR: ${problem}`);
    try {
      const last = lastLock(dir);
      if (ownerOf(dir, last) !== null) continue;
      const mine = last + 1;
      if (await isLinked(dir, mine)) {
        if (lastLock(dir) === mine) {
          await removeBelow(dir, mine);
          // Empty = given back. Removed, it would free its number.
          return () => truncate(pathOf(dir, mine)).catch(isGone);
        }
        await rm(pathOf(dir, mine), { force: true });
      }
    } catch (error) {
      throw new TickerError('config-invalid', `DATA_DIR: ${dir} cannot be written (${messageOf(error)})`);
    }
  }
  throw new TickerError('config-invalid', `DATA_DIR: ${dir} is wanted by too many processes at once`);
}

/** What keeps this process from having a folder, which is made if need be; `null` for nothing. */
export function folderProblemOf(dir: string): string | null {
  try {
    makeFolder(dir);
    accessSync(`${dir}/.`, constants.W_OK);
    const owner = ownerOf(dir, lastLock(dir));
    return owner === null ? null : `${dir} is used by process ${owner}`;
  } catch (error) {
    return `${dir} cannot be written (${messageOf(error)})`;
  }
}

const pathOf = (dir: string, number: number) => join(dir, number === 0 ? 'lock' : `lock.${number}`);

function locksIn(dir: string): number[] {
  return readdirSync(dir).flatMap((name) => {
    const found = LOCK.exec(name);
    return found === null ? [] : [Number(found[1] ?? '0')];
  });
}

/** The number of the lock that counts; -1 for none. */
function lastLock(dir: string): number {
  return Math.max(-1, ...locksIn(dir));
}

/** The other process that lives and has a lock; `null` for none. */
function ownerOf(dir: string, number: number): number | null {
  const path = pathOf(dir, number);
  const [owner = '', began = ''] = existsSync(path) ? readFileSync(path, 'utf8').split(' ') : [];
  const pid = Number(owner);
  return pid > 0 && pid !== process.pid && lives(pid, began) ? pid : null;
}

/** Links a lock that says whose it is from its first moment on; `false` when another process was quicker. */
async function isLinked(dir: string, number: number): Promise<boolean> {
  const fresh = join(dir, `${randomBytes(6).toString('hex')}.lock`);
  try {
    await writeFile(fresh, `${process.pid} ${beganAt(process.pid)}`);
    await link(fresh, pathOf(dir, number));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await rm(fresh, { force: true });
  }
}

async function removeBelow(dir: string, mine: number): Promise<void> {
  for (const number of locksIn(dir)) if (number < mine) await rm(pathOf(dir, number), { force: true });
}

/** A folder that was removed has nobody to be given back to. */
function isGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** Step by step: Node's own recursive one never returns where the folder above takes none, as in /proc. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  try {
    mkdirSync(dir);
  } catch (error) {
    // Another process has made it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Numbers are given again: after a power cut the lock's may be anybody's, who began at another time. */
function lives(pid: number, began: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return began === '' || beganAt(pid) === '' || beganAt(pid) === began;
}

/** When a process began, in ticks since the machine did; empty where the system does not tell. */
function beganAt(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may hold blanks and brackets, the twentieth.
    return fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
