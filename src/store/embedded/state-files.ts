// store: the embedded store's two files, each replaced whole or not at all.
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, TickerError } from '../../errors.ts';
import type { Fixing } from '../../rates/fixing.ts';
import type { Snapshot } from '../../rates/wire.ts';

/** What was found on the disk. */
export interface Found {
  snapshot: Snapshot | null;
  fixings: Fixing[];
  /** Files that could not be read and were put aside under another name. */
  putAside: string[];
}

/** Loads at start and keeps on every commit. */
export interface StateFiles {
  load(): Promise<Found>;
  saveSnapshot(snapshot: Snapshot): Promise<void>;
  saveFixings(fixings: Iterable<Fixing>): Promise<void>;
  close(): Promise<void>;
}

const SNAPSHOT = 'snapshot.json';
const HISTORY = 'history.ndjson';
const LOCK = 'lock';

/**
 * Opens a folder for one process alone. Throws `config-invalid` when it cannot be written or another process
 * that still lives has it: two writers would publish the same `seq` with different rates.
 */
export async function openStateFiles(dir: string): Promise<StateFiles> {
  await lock(dir);
  return {
    async load() {
      const putAside: string[] = [];
      const read = async <T>(name: string, parse: (text: string) => T): Promise<T | null> => {
        const text = await readFile(join(dir, name), 'utf8').catch(absent);
        if (text === null) return null;
        try {
          return parse(text);
        } catch {
          const aside = `${name}.unreadable`;
          await rename(join(dir, name), join(dir, aside));
          putAside.push(join(dir, aside));
          return null;
        }
      };
      const snapshot = await read(SNAPSHOT, readSnapshot);
      const fixings = await read(HISTORY, (text) =>
        text.trimEnd().split('\n').filter(Boolean).map(readFixing),
      );
      return { snapshot, fixings: fixings ?? [], putAside };
    },
    saveSnapshot: (snapshot) => replace(join(dir, SNAPSHOT), `${JSON.stringify(snapshot)}\n`),
    saveFixings: (fixings) =>
      replace(join(dir, HISTORY), Array.from(fixings, (fixing) => `${JSON.stringify(fixing)}\n`).join('')),
    close: () => rm(join(dir, LOCK), { force: true }),
  };
}

/** The whole text reaches the disk before its name does, so that a kill leaves the old file or the new one. */
async function replace(path: string, text: string): Promise<void> {
  const fresh = `${path}.new`;
  const file = await open(fresh, 'w');
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(fresh, path);
}

async function lock(dir: string): Promise<void> {
  const problem = folderProblemOf(dir);
  if (problem !== null) throw new TickerError('config-invalid', `DATA_DIR: ${problem}`);
  try {
    await replace(join(dir, LOCK), `${process.pid} ${beganAt(process.pid)}`);
  } catch (error) {
    throw new TickerError('config-invalid', `DATA_DIR: ${dir} cannot be written (${messageOf(error)})`);
  }
}

/** What keeps this process from having a folder, which is made if need be; `null` for nothing. */
export function folderProblemOf(dir: string): string | null {
  try {
    makeFolder(dir);
    accessSync(`${dir}/.`, constants.W_OK);
    const path = join(dir, LOCK);
    const [owner = '', began = ''] = existsSync(path) ? readFileSync(path, 'utf8').split(' ') : [];
    const pid = Number(owner);
    return pid > 0 && pid !== process.pid && lives(pid, began) ? `${dir} is used by process ${pid}` : null;
  } catch (error) {
    return `${dir} cannot be written (${messageOf(error)})`;
  }
}

/** Step by step: Node's own recursive one never returns where the folder above takes none, as in /proc. */
function makeFolder(dir: string): void {
  if (existsSync(dir)) return;
  makeFolder(dirname(dir));
  mkdirSync(dir);
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

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

function readSnapshot(text: string): Snapshot {
  const value = JSON.parse(text) as Snapshot;
  if (
    !/^[a-z0-9]{8,16}$/.test(value.epoch) ||
    !Number.isSafeInteger(value.seq) ||
    !Array.isArray(value.rates)
  ) {
    throw new Error('not a snapshot');
  }
  return value;
}

function readFixing(line: string): Fixing {
  const value = JSON.parse(line) as Fixing;
  const { code, date, printed, nominal, perDollar, source, fetchedAt } = value;
  if (
    ![code, date, printed, nominal, perDollar, source, fetchedAt].every((text) => typeof text === 'string')
  ) {
    throw new Error('not a fixing');
  }
  return value;
}
