// test: a seed file that a test writes figures into, replaced as a whole each time, as an editor saves it.
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SeedFile {
  /** The settings of a service that shows this file. */
  env: Record<string, string>;
  print(figure: string): Promise<void>;
  remove(): Promise<void>;
}

export async function openSeedFile(): Promise<SeedFile> {
  const dir = await mkdtemp(join(tmpdir(), 'ticker-seed-'));
  const file = join(dir, 'seed.json');
  return {
    env: { SOURCES: 'seed', SEED_FILE: file },
    async print(figure) {
      const rates = [{ code: 'KGS', nominal: '1', value: figure, date: '2026-05-23' }];
      await writeFile(`${file}.new`, JSON.stringify({ rates }));
      await rename(`${file}.new`, file);
    },
    remove: () => rm(dir, { recursive: true }),
  };
}
