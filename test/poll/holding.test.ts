import { beforeEach, describe, expect, it } from 'vitest';
import type { Bank } from '../../src/sources/source.ts';
import { createEmbeddedStore } from '../../src/store/embedded/store.ts';
import type { Store } from '../../src/store/store.ts';
import {
  createScriptedSource,
  pollTwoDays,
  type ScriptedSource,
  storedFixings,
} from '../support/banks/scripted-source.ts';
import { fixingOf } from '../support/figures.ts';
import { createQuietLog } from '../support/recorded-log.ts';

let store: Store;
let scripted: ScriptedSource;

beforeEach(async () => {
  store = await createEmbeddedStore({ files: null, log: createQuietLog().log });
  scripted = createScriptedSource(store);
});

describe('a cross-check', () => {
  it('at the old level confirms no step that is smaller than its tolerance', async () => {
    scripted = createScriptedSource(store, { covers: ['KGS'], band: '2' });
    await scripted.pollWith('2026-04-01T11:00:00Z', '2026-04-02', '87.45');
    const check = { ...fixingOf('KGS', '87.45', '2026-04-02'), source: 'check' };
    await store.commit({ rates: [], fixings: [check] });
    expect(await scripted.pollWith('2026-04-02T11:00:00Z', '2026-04-03', '89.95')).toMatchObject({
      outcome: 'held',
      shown: '2026-04-02 87.45 held —',
    });
  });
});

describe('a bank that re-dates its file', () => {
  const weekdays = { calendar: { zone: 'Asia/Bishkek', utcOffsetHours: 6, weekend: [0, 1] } } as const;
  const redating = (): Partial<Bank> => ({
    redates: true,
    calendar: { ...weekdays.calendar, weekend: [0, 1], opens: 900, closes: 1110 },
  });

  it('does not confirm its own misprint on a holiday while the check is at the old level', async () => {
    scripted = createScriptedSource(store, redating());
    await pollTwoDays(scripted);
    await scripted.pollWith('2026-04-07T11:00:00Z', '2026-04-08', '1025.00');
    await scripted.commitCheck('2026-04-09', '478.00');
    for (const day of ['09', '10', '11']) {
      const at = `2026-04-${String(Number(day) - 1).padStart(2, '0')}T11:00:00Z`;
      expect((await scripted.pollWith(at, `2026-04-${day}`, '1025.00')).shown).toContain('478.77 held');
    }
  });

  it('is accepted on the third day, or with another value at the same level', async () => {
    scripted = createScriptedSource(store, redating());
    await pollTwoDays(scripted);
    const wednesday = await scripted.pollWith('2026-04-07T11:00:00Z', '2026-04-08', '1025.00');
    const thursday = await scripted.pollWith('2026-04-08T11:00:00Z', '2026-04-09', '1025.00');
    const friday = await scripted.pollWith('2026-04-09T11:00:00Z', '2026-04-10', '1025.00');
    expect([wednesday, thursday].map(({ shown }) => shown)).toEqual([
      '2026-04-03 478.77 held -0.77',
      '2026-04-03 478.77 held -0.77',
    ]);
    expect(friday.shown).toBe('2026-04-10 1025.00 live 0.00');
  });
});

describe('a wrong date', () => {
  /** Tuesday's fixing is dated the Friday after it. */
  async function misdated() {
    await scripted.pollWith('2026-04-06T11:00:00Z', '2026-04-07', '478.77');
    await scripted.pollWith('2026-04-07T11:00:00Z', '2026-04-10', '480.10');
  }

  it('is replaced by the day that the bank prints now, after three reads in half an hour', async () => {
    await misdated();
    const at = (minute: string) => scripted.pollWith(`2026-04-07T12:${minute}:00Z`, '2026-04-08', '480.10');
    expect(await at('00')).toMatchObject({ outcome: 'held', shown: '2026-04-10 480.10 held —' });
    expect((await at('10')).shown).toContain('04-10 480.10 held');
    expect((await at('29')).shown).toContain('04-10 480.10 held');
    expect((await at('30')).shown).toBe('2026-04-08 480.10 live -0.28');
    expect(await storedFixings(store)).toEqual(['04-07 478.77', '04-08 480.10']);
  });

  it('is also replaced by the fixing before it, when repeated reads show that this is no old page', async () => {
    await misdated();
    const { seq } = await store.snapshot();
    const at = (minute: string) => scripted.pollWith(`2026-04-07T12:${minute}:00Z`, '2026-04-07', '478.77');
    expect(await at('00')).toMatchObject({ outcome: 'refused', shown: '2026-04-10 480.10 live —' });
    expect((await store.snapshot()).seq).toBe(seq);
    expect((await at('10')).shown).toContain('04-10 480.10 held');
    expect((await at('30')).shown).toBe('2026-04-07 478.77 live —');
    expect(await storedFixings(store)).toEqual(['04-07 478.77']);
  });

  it('is replaced by a fixing with the time of its first read, also at another poller', async () => {
    await misdated();
    const first = (
      await store.history({ code: 'KZT', source: 'bank', from: '2026-04-07', to: '2026-04-07' })
    )[0];
    for (const minute of ['00', '10'])
      await scripted.pollWith(`2026-04-07T12:${minute}:00Z`, '2026-04-07', '478.77');
    scripted = createScriptedSource(store);
    await scripted.pollWith('2026-04-07T12:30:00Z', '2026-04-07', '478.77');
    expect((await store.snapshot()).rates[0]).toMatchObject({
      date: '2026-04-07',
      fetchedAt: first?.fetchedAt,
    });
  });

  it('stays while the bank alternates between two pages', async () => {
    await misdated();
    const { seq } = await store.snapshot();
    for (const minute of ['00', '10', '20', '30', '40']) {
      await scripted.pollWith(`2026-04-07T12:${minute}:00Z`, '2026-04-07', '478.77');
      await scripted.pollWith(`2026-04-07T12:${minute}:30Z`, '2026-04-10', '480.10');
    }
    expect(await store.snapshot()).toMatchObject({ seq, rates: [{ date: '2026-04-10', status: 'live' }] });
  });

  it('stays when its day has come, although an earlier day was held', async () => {
    await misdated();
    await scripted.pollWith('2026-04-09T12:00:00Z', '2026-04-09', '480.10');
    for (const minute of ['00', '10', '30'])
      expect((await scripted.pollWith(`2026-04-10T06:${minute}:00Z`, '2026-04-09', '480.10')).outcome).toBe(
        'refused',
      );
  });
});

describe('a held correction that is withdrawn', () => {
  it('changes neither the time of the first read nor more positions than its hold', async () => {
    await pollTwoDays(scripted);
    const before = await store.snapshot();
    await scripted.pollWith('2026-04-02T12:00:00Z', '2026-04-03', '4787.70');
    await scripted.pollWith('2026-04-02T12:05:00Z', '2026-04-03', '478.77');
    await scripted.pollWith('2026-04-02T12:10:00Z', '2026-04-03', '478.77');
    const after = await store.snapshot();
    expect(after.rates).toEqual(before.rates);
    expect(after.seq - before.seq).toBe(2);
  });
});

describe('a poller that is closed', () => {
  it('has no held figure in its metrics', async () => {
    await pollTwoDays(scripted);
    await scripted.pollWith('2026-04-03T11:00:00Z', '2026-04-04', '4801.50');
    const gauge = async () => (await scripted.metrics.held.get()).values.map(({ value }) => value);
    expect(await gauge()).toEqual([1]);
    await scripted.poller.close();
    expect(await gauge()).toEqual([0]);
  });
});
