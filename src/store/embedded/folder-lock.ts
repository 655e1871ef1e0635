// store: a lock that lets only one process use a folder. Two writers would publish the same `seq` with different
// rates.
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { link, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, TickerError } from '../../errors.ts';

/** `lock.7`. Earlier versions had one file `lock`, which counts as number 0. */
const LOCK = /^lock(?:\.(\d{1,15}))?$/;
/** Each failed try means that another process took the number; a hundred processes do not start at once. */
const MAX_TRIES = 100;

/**
 * Locks a folder, which is created if necessary, and returns the function that unlocks it. Throws `config-invalid`
 * when the folder cannot be written, or when another running process has locked it.
 *
 * The lock with the highest number counts, and it is never removed. To lock the folder a process links the next
 * number, which only one process can do, and removes the lower ones. A slow process may still link a lower number
 * that is free again; therefore each process checks once more that its number is the highest.
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
          // An empty file means unlocked. Removing it would make its number free.
          return () => truncate(pathOf(dir, mine)).catch(isGone);
        }
        await rm(pathOf(dir, mine), { force: true });
      }
    } catch (error) {
      throw new TickerError('config-invalid', `DATA_DIR: ${dir} cannot be written (${messageOf(error)})`);
    }
  }
  throw new TickerError('config-invalid', `DATA_DIR: too many processes try to use ${dir} at once`);
}

/** The reason why this process cannot use a folder, which is created if necessary; `null` for none. */
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

/** The highest lock number; -1 for none. */
function lastLock(dir: string): number {
  return Math.max(-1, ...locksIn(dir));
}

/** Id of another running process that owns a lock; `null` for none. */
function ownerOf(dir: string, number: number): number | null {
  const path = pathOf(dir, number);
  const [owner = '', began = ''] = existsSync(path) ? readFileSync(path, 'utf8').split(' ') : [];
  const pid = Number(owner);
  return pid > 0 && pid !== process.pid && lives(pid, began) ? pid : null;
}

/** Links a lock file that contains its owner from the start; `false` when another process was faster. */
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

/** A removed folder needs no unlock. */
function isGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/**
 * Creates the folders one by one: Node's recursive mkdir never returns where the parent accepts no folder, as in
 * /proc.
 */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  try {
    mkdirSync(dir);
  } catch (error) {
    // Another process has created it meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Whether the process that wrote a lock still runs. Process ids are reused: after a power cut another process can
 * have the same id, with another start time.
 */
function lives(pid: number, began: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return began === '' || beganAt(pid) === '' || beganAt(pid) === began;
}

/** Start time of a process, in ticks since the machine started; empty where the system does not provide it. */
function beganAt(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The twentieth field after the name, which may contain blanks and brackets.
    return fields.slice(fields.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
