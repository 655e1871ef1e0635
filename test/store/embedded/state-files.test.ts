import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStateFiles } from '../../../src/store/embedded/state-files.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import { fixingOf, rateFor } from '../../support/figures.ts';
import { createQuietLog } from '../../support/recorded-log.ts';

const { log, lines } = createQuietLog();
const kept = {
  epoch: 'abcdefgh',
  seq: 7,
  asOf: '2026-04-01T11:05:09.120Z',
  quote: 'USD',
  rates: [rateFor('KGS', '87.45')],
};

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ticker-'));
  lines.length = 0;
});
afterEach(() => rm(dir, { recursive: true }));

const open = async () => createEmbeddedStore({ files: await openStateFiles(dir), log });
const put = (name: string, text: string) => writeFile(join(dir, name), text);

describe('a snapshot that is read back', () => {
  it('is the one that was saved', async () => {
    await put('snapshot.json', JSON.stringify(kept));
    const store = await open();
    expect(await store.snapshot()).toEqual(kept);
    await store.close();
  });

  it.each<[string, unknown]>([
    ['no rate', { ...kept, rates: [null] }],
    ['a rate without fields', { ...kept, rates: [{}] }],
    ['a rate of another figure than the printed one', { ...kept, rates: [{ ...kept.rates[0], rate: '1' }] }],
    ['a day that does not exist', { ...kept, rates: [{ ...kept.rates[0], date: '2026-02-30' }] }],
    ['one currency twice', { ...kept, rates: [kept.rates[0], kept.rates[0]] }],
    ['no time', { ...kept, asOf: undefined }],
    ['a position below zero', { ...kept, seq: -1 }],
    ['nothing at all', null],
  ])('is put aside with %s, and the service starts', async (_what, value) => {
    const text = JSON.stringify(value);
    await put('snapshot.json', text);
    const store = await open();
    expect(await store.snapshot()).toMatchObject({ seq: 0, rates: [] });
    expect((await store.snapshot()).epoch).not.toBe(kept.epoch);
    expect(lines).toMatchObject([{ level: 'error', fields: { path: `${dir}/snapshot.json.unreadable` } }]);
    expect(await readFile(join(dir, 'snapshot.json.unreadable'), 'utf8')).toBe(text);
    await store.close();
  });
});

describe('a history that is read back', () => {
  const good = JSON.stringify(fixingOf('KGS', '87.45'));

  it.each([
    ['a bad date', { ...fixingOf('KGS', '87.44'), date: '2026-02-30' }],
    ['a figure that is none', { ...fixingOf('KGS', '87.44'), perDollar: 'NaN' }],
    ['no fixing', null],
  ])('is put aside with %s', async (_what, value) => {
    await put('history.ndjson', `${good}\n${JSON.stringify(value)}\n`);
    const store = await open();
    const query = { code: 'KGS', source: 'bank', from: '0000-01-01', to: '9999-12-31' };
    expect(await store.history(query)).toEqual([]);
    expect(await readdir(dir)).toContain('history.ndjson.unreadable');
    await store.close();
  });

  it('that was renamed before is never overwritten', async () => {
    for (const text of ['first', 'second', 'third']) {
      await put('history.ndjson', text);
      await (await open()).close();
    }
    const aside = (await readdir(dir)).filter((name) => name.includes('unreadable'));
    const texts = await Promise.all(aside.map((name) => readFile(join(dir, name), 'utf8')));
    expect(texts.toSorted()).toEqual(['first', 'second', 'third']);
  });
});

describe('a folder', () => {
  it('contains one lock after any number of uses', async () => {
    for (let time = 0; time < 5; time += 1) await (await open()).close();
    expect((await readdir(dir)).filter((name) => name.startsWith('lock'))).toHaveLength(1);
  });
});
