// store: the two files of the embedded store. Each is replaced as a whole or not at all.
import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkFixing, checkSnapshot } from '../../rates/check.ts';
import type { Fixing } from '../../rates/fixing.ts';
import type { Snapshot } from '../../rates/wire.ts';
import { lockFolder } from './folder-lock.ts';

/** What was read from the disk. */
export interface Found {
  snapshot: Snapshot | null;
  fixings: Fixing[];
  /** Files that could not be read and were renamed. */
  putAside: string[];
}

/** The state is loaded at the start and saved at every commit. */
export interface StateFiles {
  load(): Promise<Found>;
  saveSnapshot(snapshot: Snapshot): Promise<void>;
  saveFixings(fixings: Iterable<Fixing>): Promise<void>;
  close(): Promise<void>;
}

const SNAPSHOT = 'snapshot.json';
const HISTORY = 'history.ndjson';

/**
 * Opens a folder for this process alone. Throws `config-invalid` when it cannot be written or another process uses
 * it.
 */
export async function openStateFiles(dir: string): Promise<StateFiles> {
  const unlock = await lockFolder(dir);
  return {
    async load() {
      const putAside: string[] = [];
      const read = async <T>(name: string, parse: (text: string) => T): Promise<T | null> => {
        const text = await readFile(join(dir, name), 'utf8').catch(absent);
        if (text === null) return null;
        try {
          return parse(text);
        } catch {
          putAside.push(await putFileAside(join(dir, name)));
          return null;
        }
      };
      const snapshot = await read(SNAPSHOT, readSnapshot);
      const fixings = await read(HISTORY, (text) => text.trimEnd().split('\n').filter(Boolean).map(readLine));
      return { snapshot, fixings: fixings ?? [], putAside };
    },
    saveSnapshot: (snapshot) => replace(join(dir, SNAPSHOT), `${JSON.stringify(snapshot)}\n`),
    saveFixings: (fixings) =>
      replace(join(dir, HISTORY), Array.from(fixings, (fixing) => `${JSON.stringify(fixing)}\n`).join('')),
    close: unlock,
  };
}

/** The text is on the disk before the file is renamed, so that a kill leaves the old file or the new one. */
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
  await syncFolder(dirname(path));
}

/**
 * A rename is durable only after its folder is synced: otherwise a power cut may leave the old file after a commit
 * was published.
 */
async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } catch (error) {
    // Some file systems, mostly on a network, do not support this.
    if (!/^(?:EINVAL|ENOTSUP|EOPNOTSUPP)$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    await folder.close();
  }
}

/** Renames a file to a name that no file has, so that an earlier one stays. Returns the name. */
async function putFileAside(path: string): Promise<string> {
  let aside = `${path}.unreadable`;
  for (let number = 2; existsSync(aside); number += 1) aside = `${path}.unreadable-${number}`;
  await rename(path, aside);
  return aside;
}

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}

/** Reads a snapshot as a whole or not at all: a part of one would be saved again as if it were complete. */
function readSnapshot(text: string): Snapshot {
  const snapshot = checkSnapshot(JSON.parse(text));
  const codes = new Set(snapshot?.rates.map((rate) => rate.base));
  if (snapshot === null || codes.size !== snapshot.rates.length) throw new Error('not a snapshot');
  return snapshot;
}

function readLine(line: string): Fixing {
  const fixing = checkFixing(JSON.parse(line));
  if (fixing === null) throw new Error('not a fixing');
  return fixing;
}
