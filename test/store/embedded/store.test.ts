import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFeed } from '../../../src/publish/feed.ts';
import { openStateFiles, type StateFiles } from '../../../src/store/embedded/state-files.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import { fixingOf, rateFor } from '../../support/figures.ts';
import { createQuietLog } from '../../support/recorded-log.ts';
import { describeStore } from '../contract.ts';

const { log, lines } = createQuietLog();
const kgs = (perDollar: string) => ({
  rates: [rateFor('KGS', perDollar)],
  fixings: [fixingOf('KGS', perDollar)],
});

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ticker-'));
  lines.length = 0;
});
afterEach(() => rm(dir, { recursive: true }));

describeStore('the embedded store in memory', () => createEmbeddedStore({ files: null, log }));
describeStore('the embedded store with files', async () =>
  createEmbeddedStore({ files: await openStateFiles(dir), log }),
);

describe('the embedded store', () => {
  const open = async () => createEmbeddedStore({ files: await openStateFiles(dir), log });

  it('shows the last rates at once after a restart, at the same position, with their history', async () => {
    const before = await open();
    await before.commit(kgs('87.45'));
    const left = await before.snapshot();
    await before.close();
    const after = await open();
    expect(await after.snapshot()).toEqual(left);
    const query = { code: 'KGS', source: 'bank', from: '2026-01-01', to: '2026-12-31' };
    expect(await after.history(query)).toEqual([fixingOf('KGS', '87.45')]);
    await after.close();
  });

  it('renames an unreadable file, logs it, and starts a new epoch', async () => {
    await writeFile(join(dir, 'snapshot.json'), '{"epoch":"abcdefgh","seq":7,"ra');
    const store = await open();
    const { epoch, seq } = await store.snapshot();
    expect({ same: epoch === 'abcdefgh', seq }).toEqual({ same: false, seq: 0 });
    expect(lines).toMatchObject([
      { level: 'error', fields: { path: join(dir, 'snapshot.json.unreadable') } },
    ]);
    expect(await readdir(dir)).toContain('snapshot.json.unreadable');
    await store.close();
  });

  it('continues from memory under a new epoch when the disk is full, and logs it once', async () => {
    const full = async () => Promise.reject(new Error('ENOSPC'));
    const real = await openStateFiles(dir);
    let disk: StateFiles = real;
    const files: StateFiles = {
      ...real,
      saveFixings: (fixings) => disk.saveFixings(fixings),
      saveSnapshot: (snapshot) => disk.saveSnapshot(snapshot),
    };
    const store = await createEmbeddedStore({ files, log });
    const kept = await store.commit(kgs('1'));
    disk = { ...real, saveFixings: full, saveSnapshot: full };
    const lost = await store.commit(kgs('2'));
    const more = await store.commit(kgs('3'));
    expect([lost?.seq, more?.seq]).toEqual([2, 3]);
    expect(lost?.epoch).not.toBe(kept?.epoch);
    expect(more?.epoch).toBe(lost?.epoch);
    expect(lines.map((line) => line.level)).toEqual(['error']);
    // A listener from before the loss cannot get the changes that it missed; one after it can.
    expect(store.view.recent()).toEqual([lost, more]);
    disk = real;
    await store.commit(kgs('4'));
    await store.close();
    const after = await open();
    expect((await after.snapshot()).epoch).toBe(lost?.epoch);
    await after.close();
  });

  it('sends every rate under a new epoch after a full disk, after any commits while it was full', async () => {
    const real = await openStateFiles(dir);
    const disk = { isFull: false };
    const save =
      <T>(kept: (value: T) => Promise<void>) =>
      async (value: T) => {
        if (disk.isFull) throw new Error('ENOSPC');
        await kept(value);
      };
    const files = { ...real, saveFixings: save(real.saveFixings), saveSnapshot: save(real.saveSnapshot) };
    const store = await createEmbeddedStore({ files, log });
    const feed = createFeed(store.view, { codes: ['KGS', 'KZT'], admits: () => true });
    const figures = () => feed.snapshot()?.rates.map((rate) => rate.inverse);
    await store.commit({ rates: [rateFor('KGS', '1'), rateFor('KZT', '1')], fixings: [] });
    const { epoch } = await store.snapshot();
    disk.isFull = true;
    await store.commit({ rates: [], fixings: [fixingOf('KGS', '9', '2026-03-01')] });
    // Every published position is on the disk.
    expect(await store.snapshot()).toMatchObject({ epoch, seq: 1 });
    await store.commit({ rates: [rateFor('KZT', '2')], fixings: [] });
    expect(figures()).toEqual(['1', '2']);
    await store.commit({ rates: [], fixings: [fixingOf('KGS', '9', '2026-03-02')] });
    await store.commit({ rates: [rateFor('KZT', '3')], fixings: [] });
    expect(figures()).toEqual(['1', '3']);
    expect(feed.snapshot()).toEqual(await store.snapshot());
    expect((await store.snapshot()).epoch).not.toBe(epoch);
    await store.close();
  });

  it('saves what a full disk refused as soon as there is space, also the history', async () => {
    const real = await openStateFiles(dir);
    let isFull = true;
    const files: StateFiles = {
      ...real,
      saveFixings: async (fixings) =>
        isFull ? Promise.reject(new Error('ENOSPC')) : real.saveFixings(fixings),
    };
    const store = await createEmbeddedStore({ files, log });
    await store.commit(kgs('1'));
    isFull = false;
    await store.change(() => null);
    expect(store.health().isUp).toBe(true);
    const left = await store.snapshot();
    await store.close();
    const after = await open();
    expect(await after.snapshot()).toEqual(left);
    const query = { code: 'KGS', source: 'bank', from: '2026-01-01', to: '2026-12-31' };
    expect(await after.history(query)).toEqual([fixingOf('KGS', '1')]);
    await after.close();
  });

  it('tries a full disk once more at its close, and accepts nothing after that', async () => {
    const real = await openStateFiles(dir);
    let isFull = true;
    const saveSnapshot: StateFiles['saveSnapshot'] = (snapshot) =>
      isFull ? Promise.reject(new Error('ENOSPC')) : real.saveSnapshot(snapshot);
    const store = await createEmbeddedStore({ files: { ...real, saveSnapshot }, log });
    const update = await store.commit(kgs('1'));
    isFull = false;
    await store.close();
    await expect(store.commit(kgs('2'))).rejects.toMatchObject({ kind: 'lease-lost' });
    const after = await open();
    expect(await after.snapshot()).toMatchObject({ epoch: update?.epoch, seq: 1 });
    await after.close();
  });

  it('refuses the folder of another running process, and takes over that of an ended one', async () => {
    await writeFile(join(dir, 'lock'), String(process.ppid));
    await expect(openStateFiles(dir)).rejects.toMatchObject({ kind: 'config-invalid' });
    await writeFile(join(dir, 'lock.2'), String(process.ppid));
    await expect(openStateFiles(dir)).rejects.toMatchObject({ kind: 'config-invalid' });
    await writeFile(join(dir, 'lock.2'), '4194305');
    await expect(openStateFiles(dir)).resolves.toBeDefined();
    // A process id that another process has now.
    await writeFile(join(dir, 'lock.9'), `${process.ppid} 1`);
    await expect(openStateFiles(dir)).resolves.toBeDefined();
  });

  it('refuses a folder that cannot be created', async () => {
    await expect(openStateFiles('/proc/no-folder')).rejects.toThrow(
      'DATA_DIR: /proc/no-folder cannot be written (ENOENT',
    );
    await writeFile(join(dir, 'a-file'), '');
    await expect(openStateFiles(join(dir, 'a-file'))).rejects.toThrow('cannot be written (ENOTDIR');
  });
});
