import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TickerError } from '../../src/errors.ts';
import { type SeedWatch, startSeedWatch } from '../../src/poll/seed-watch.ts';
import { createEmbeddedStore } from '../../src/store/embedded/store.ts';
import type { Commit, Edit, Store } from '../../src/store/store.ts';
import { rateFor } from '../support/figures.ts';
import { createQuietLog } from '../support/recorded-log.ts';

const { log, lines } = createQuietLog();
const som = (value: string) =>
  JSON.stringify({ rates: [{ code: 'KGS', nominal: '1', value, date: '2026-05-23' }] });

let dir: string;
let file: string;
let store: Store;
let seeding: SeedWatch | undefined;
/** The error that the store throws in place of a change. */
let refusal: TickerError | null;
/** A commit before each change. */
let meanwhile: () => Promise<unknown>;
let bank: (figure: string) => Promise<unknown>;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ticker-'));
  file = join(dir, 'seed.json');
  await writeFile(file, som('87.4500'));
  lines.length = 0;
  refusal = null;
  const memory = await createEmbeddedStore({ files: null, log });
  bank = (figure) => memory.commit({ rates: [rateFor('KGS', figure)], fixings: [] });
  meanwhile = async () => null;
  const orRefused = async <T>(take: () => Promise<T>) => {
    if (refusal !== null) throw refusal;
    await meanwhile();
    return take();
  };
  store = {
    ...memory,
    change: (edit: Edit) => orRefused(() => memory.change(edit)),
    commit: (commit: Commit) => orRefused(() => memory.commit(commit)),
  };
});
afterEach(async () => {
  await seeding?.stop();
  await rm(dir, { recursive: true, force: true });
});

const start = async (publisher: string) => {
  const publisherOf = new Map([['KGS', publisher]]);
  seeding = await startSeedWatch({ store, log, now: () => new Date(), seedFile: file, publisherOf });
};
const shown = async () => (await store.snapshot()).rates.map((it) => `${it.inverse} ${it.status}`);
const told = () => lines.map(({ level, message }) => `${level} ${message}`);

describe('a seed edit', () => {
  it('that is saved while the store is unreachable is published when it is back', async () => {
    await start('seed');
    refusal = new TickerError('store-unavailable', 'Redis: not connected');
    await writeFile(file, som('88.0000'));
    await expect.poll(told).toEqual(['warn seed file not published yet']);
    refusal = null;
    await expect.poll(shown, { timeout: 4_000 }).toEqual(['88.0000 seed']);
  });

  it('that is saved while the store is unreachable is published when it is saved again', async () => {
    await start('seed');
    refusal = new TickerError('lease-lost', 'this replica does not lead');
    await writeFile(file, som('88.0000'));
    await expect.poll(() => lines.length).toBe(1);
    refusal = null;
    await writeFile(file, som('88.0000'));
    await expect.poll(shown).toEqual(['88.0000 seed']);
  });

  it('does not replace a bank’s figure that is committed just before it', async () => {
    await start('nbkr');
    expect(await shown()).toEqual(['87.4500 seed']);
    meanwhile = () => bank('87.60');
    await writeFile(file, som('88.0000'));
    await expect.poll(told).toContain('info seed file read again');
    expect(await shown()).toEqual(['87.60 live']);
  });

  it('that is saved during the first publication is not missed', async () => {
    meanwhile = () => writeFile(file, som('88.0000'));
    await start('seed');
    meanwhile = async () => null;
    await expect.poll(shown).toEqual(['88.0000 seed']);
  });

  it('is not read, and the log says so, where the folder cannot be watched', async () => {
    meanwhile = () => rm(dir, { recursive: true });
    await start('seed');
    expect(await shown()).toEqual(['87.4500 seed']);
    expect(told()).toContain('error seed file is not watched: an edit is read at the next start');
  });

  it('is not published after the stop', async () => {
    await start('seed');
    await writeFile(file, som('88.0000'));
    // The watch has noticed it, and waits until the editor has finished.
    await new Promise((resolve) => setTimeout(resolve, 50));
    await seeding?.stop();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await shown()).toEqual(['87.4500 seed']);
  });
});
