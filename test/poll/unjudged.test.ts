import { beforeEach, describe, expect, it } from 'vitest';
import { backfill } from '../../src/poll/history/backfill.ts';
import { healHistory } from '../../src/poll/history/healing.ts';
import { changeBetween } from '../../src/rates/change.ts';
import type { Rate } from '../../src/rates/wire.ts';
import { createEmbeddedStore } from '../../src/store/embedded/store.ts';
import type { Store } from '../../src/store/store.ts';
import {
  createScriptedSource,
  pollTwoDays,
  type ScriptedSource,
  storedFixings,
} from '../support/banks/scripted-source.ts';
import { fixingOf, rateFor } from '../support/figures.ts';
import { createQuietLog } from '../support/recorded-log.ts';

const { log } = createQuietLog();
let store: Store;
let scripted: ScriptedSource;

beforeEach(async () => {
  store = await createEmbeddedStore({ files: null, log });
  scripted = createScriptedSource(store);
});

const fill = (at: string, from = '2026-03-28', more = {}) =>
  backfill(
    scripted.selected,
    { from, to: at.slice(0, 10) },
    { store, log, now: () => new Date(at), signal: new AbortController().signal, ...more },
  );
const heal = (at: string) => healHistory([scripted.selected], { store, log, now: () => new Date(at) });
const keep = (...days: [date: string, perDollar: string][]) =>
  store.commit({ rates: [], fixings: days.map(([date, figure]) => fixingOf('KZT', figure, date)) });

describe('a held figure', () => {
  it('is not taken from the archive without the guard, and its correction is published at once', async () => {
    await pollTwoDays(scripted);
    await scripted.pollWith('2026-04-03T11:00:00Z', '2026-04-04', '4801.50');
    scripted.setArchive(['2026-04-04', '4801.50'], ['2026-04-03', '478.77'], ['2026-04-02', '475.09']);
    await fill('2026-04-04T06:00:00Z');
    expect(await storedFixings(store)).toEqual(['04-02 475.09', '04-03 478.77']);
    // Another process continues with the stored state.
    scripted = createScriptedSource(store);
    await heal('2026-04-04T06:01:00Z');
    const again = await scripted.pollWith('2026-04-04T06:01:00Z', '2026-04-04', '4801.50');
    expect(again.shown).toBe('2026-04-03 478.77 held -0.77');
    expect((await scripted.pollWith('2026-04-04T06:05:00Z', '2026-04-04', '480.15')).shown).toBe(
      '2026-04-04 480.15 live -0.29',
    );
  });
});

describe('a history that is filled before any rate is shown', () => {
  const archive: [string, string][] = [
    ['2026-04-04', '4801.50'],
    ['2026-04-03', '478.77'],
    ['2026-04-02', '475.09'],
    ['2026-04-01', '475.00'],
  ];

  it('ends before a newest day that contradicts the day before it or the seed', async () => {
    scripted.setArchive(...archive);
    await fill('2026-04-04T06:00:00Z');
    expect((await storedFixings(store)).at(-1)).toBe('04-03 478.77');
    store = await createEmbeddedStore({ files: null, log });
    scripted = createScriptedSource(store);
    scripted.setArchive(['2026-04-04', '4801.50']);
    await fill('2026-04-04T06:00:00Z', '2026-04-04', { seedOf: () => '475' });
    expect(await storedFixings(store)).toEqual([]);
  });

  it('does not make its newest day accepted without a judgement', async () => {
    await keep(['2026-04-02', '475.09'], ['2026-04-03', '478.77'], ['2026-04-04', '4801.50']);
    const { outcome, shown } = await scripted.pollWith('2026-04-04T06:00:00Z', '2026-04-04', '4801.50');
    expect({ outcome, shown }).toEqual({ outcome: 'held', shown: undefined });
    const sunday = await scripted.pollWith('2026-04-05T06:00:00Z', '2026-04-05', '4801.50');
    expect(sunday.shown).toBeUndefined();
    expect((await scripted.pollWith('2026-04-06T11:00:00Z', '2026-04-07', '479.00')).shown).toBe(
      '2026-04-07 479.00 live —',
    );
  });

  it('is filled further when a newer fixing is shown, and never at or after the shown one', async () => {
    await pollTwoDays(scripted);
    scripted.setArchive(['2026-04-08', '479.50'], ['2026-04-07', '479.00'], ['2026-04-04', '478.90']);
    await fill('2026-04-08T06:00:00Z', '2026-04-02');
    expect(await storedFixings(store)).toEqual(['04-02 475.09', '04-03 478.77']);
    await scripted.pollWith('2026-04-08T06:00:00Z', '2026-04-08', '479.50');
    await fill('2026-04-08T06:01:00Z', '2026-04-02');
    expect((await storedFixings(store)).slice(2)).toEqual(['04-04 478.90', '04-07 479.00', '04-08 479.50']);
  });
});

describe('a store with unjudged figures of an earlier version', () => {
  it('shows the last sound fixing again, and the correct figure when the bank prints it', async () => {
    await pollTwoDays(scripted);
    await keep(['2026-04-04', '4801.50']);
    const rates = [{ ...rateFor('KZT', '4801.50', '2026-04-04') }];
    await store.commit({ rates, fixings: [] });
    await heal('2026-04-04T06:00:00Z');
    expect(await storedFixings(store)).toEqual(['04-02 475.09', '04-03 478.77']);
    expect((await store.snapshot()).rates[0]).toMatchObject({ inverse: '478.77', date: '2026-04-03' });
    expect((await scripted.pollWith('2026-04-04T06:05:00Z', '2026-04-04', '480.10')).shown).toBe(
      '2026-04-04 480.10 live -0.28',
    );
  });

  it('loses a figure under a later day than the shown one, and fills that day again', async () => {
    await pollTwoDays(scripted);
    await keep(['2026-04-04', '530.00']);
    await heal('2026-04-04T06:00:00Z');
    expect(await storedFixings(store)).toEqual(['04-02 475.09', '04-03 478.77']);
    await scripted.pollWith('2026-04-06T11:00:00Z', '2026-04-07', '480.10');
    scripted.setArchive(['2026-04-04', '479.90']);
    await fill('2026-04-07T06:00:00Z', '2026-04-02');
    expect(await storedFixings(store)).toContain('04-04 479.90');
  });

  it('shows no change from a figure that is withdrawn', async () => {
    await pollTwoDays(scripted);
    await keep(['2026-04-02', '4750.90']);
    const [rate] = (await store.snapshot()).rates;
    const fixing = fixingOf('KZT', '478.77', '2026-04-03');
    const change = changeBetween(fixingOf('KZT', '4750.90', '2026-04-02'), fixing);
    await store.commit({ rates: [{ ...rate, change } as Rate], fixings: [] });
    await keep(['2026-04-01', '474.00'], ['2026-03-31', '474.50']);
    await heal('2026-04-02T12:00:00Z');
    expect((await store.snapshot()).rates[0]).toMatchObject({ date: '2026-04-03', change: null });
  });

  it('loses the misprints of a short history, not the correct figure after them', async () => {
    await keep(['2026-04-01', '4749.00'], ['2026-04-02', '4750.90'], ['2026-04-03', '478.77']);
    const rates = [{ ...rateFor('KZT', '478.77', '2026-04-03') }];
    await store.commit({ rates, fixings: [] });
    await heal('2026-04-03T06:00:00Z');
    expect(await storedFixings(store)).toEqual(['04-03 478.77']);
    expect((await scripted.pollWith('2026-04-03T06:05:00Z', '2026-04-03', '478.77')).shown).toBe(
      '2026-04-03 478.77 live —',
    );
  });

  it('shows the seed where the only figure is a misprint, and the correct figure when the bank prints it', async () => {
    await keep(['2026-04-03', '4787.70']);
    const rates = [{ ...rateFor('KZT', '4787.70', '2026-04-03') }];
    await store.commit({ rates, fixings: [] });
    await heal('2026-04-03T06:00:00Z');
    expect(await storedFixings(store)).toEqual([]);
    expect((await store.snapshot()).rates[0]).toMatchObject({ inverse: '475.09', status: 'seed' });
    expect((await scripted.pollWith('2026-04-03T06:05:00Z', '2026-04-03', '4787.70')).shown).toMatch(
      / seed /,
    );
    expect((await scripted.pollWith('2026-04-03T06:10:00Z', '2026-04-03', '478.77')).shown).toBe(
      '2026-04-03 478.77 live —',
    );
  });

  it('changes nothing when all figures are sound', async () => {
    await pollTwoDays(scripted);
    const before = await store.snapshot();
    await heal('2026-04-02T12:00:00Z');
    expect(await store.snapshot()).toEqual(before);
  });
});

describe('an archive’s misprint', () => {
  it('is neither the reference of a first figure nor its previous fixing', async () => {
    await store.commit({
      rates: [{ ...rateFor('KZT', '470'), source: { id: 'seed', name: 'Seed', kind: 'seed', url: '' } }],
      fixings: [],
    });
    scripted.setArchive(['2026-04-01', '4787.70']);
    expect((await scripted.pollWith('2026-04-01T11:00:00Z', '2026-04-02', '475.09')).shown).toBe(
      '2026-04-02 475.09 live —',
    );
  });
});

describe('a day that was judged', () => {
  it('stays, whatever the archive contains later', async () => {
    await pollTwoDays(scripted);
    scripted.setArchive(['2026-04-03', '499.00']);
    // A working day lies between the two, so that the archive is read.
    expect((await scripted.pollWith('2026-04-06T11:00:00Z', '2026-04-07', '490.00')).previousDate).toBe(
      '2026-04-03',
    );
    expect(await storedFixings(store)).toEqual(['04-02 475.09', '04-03 478.77', '04-07 490.00']);
  });
});
