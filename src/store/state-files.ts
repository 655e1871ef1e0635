// store: the embedded store's two files, each replaced whole or not at all.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, TickerError } from '../errors.ts';
import type { Fixing } from '../rates/fixing.ts';
import type { Snapshot } from '../rates/wire.ts';

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
  try {
    await mkdir(dir, { recursive: true });
    const path = join(dir, LOCK);
    const owner = Number(await readFile(path, 'utf8').catch(absent));
    if (owner > 0 && owner !== process.pid && lives(owner)) {
      throw new TickerError('config-invalid', `DATA_DIR: ${dir} is used by process ${owner}`);
    }
    await replace(path, String(process.pid));
  } catch (error) {
    if (error instanceof TickerError) throw error;
    throw new TickerError('config-invalid', `DATA_DIR: ${dir} cannot be written (${messageOf(error)})`);
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
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
