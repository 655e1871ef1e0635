// test: the contract of every store. The test of a store calls this with its factory.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withdrawalOf } from '../../src/rates/fixing.ts';
import type { Update } from '../../src/rates/wire.ts';
import type { Current, Store, Term } from '../../src/store/store.ts';
import { fixingOf, rateFor } from '../support/figures.ts';
import { emptyRecord } from '../support/redis/stores.ts';

const rates = (...list: ReturnType<typeof rateFor>[]) => ({ rates: list, fixings: [] });

export function describeStore(name: string, create: () => Promise<Store>): void {
  describe(name, () => {
    let store: Store;
    beforeEach(async () => {
      store = await create();
    });
    afterEach(() => store.close());

    it('starts empty, under a new epoch', async () => {
      const { epoch, seq, rates: shown, quote } = await store.snapshot();
      expect(epoch).toMatch(/^[a-z0-9]{8,16}$/);
      expect({ seq, shown, quote }).toEqual({ seq: 0, shown: [], quote: 'USD' });
    });

    it('adds one to seq for every commit with a change', async () => {
      const first = await store.commit(rates(rateFor('KGS', '87.45'), rateFor('KZT', '475.09')));
      const second = await store.commit(rates(rateFor('KGS', '87.40'), rateFor('KZT', '475.09')));
      expect([first?.seq, second?.seq]).toEqual([1, 2]);
      expect(second?.rates.map((rate) => rate.base)).toEqual(['KGS']);
      const { seq, asOf, rates: shown } = await store.snapshot();
      expect({ seq, asOf }).toEqual({ seq: 2, asOf: second?.asOf });
      expect(shown.map((rate) => rate.inverse)).toEqual(['87.40', '475.09']);
    });

    it('does not move seq for rates that are shown already', async () => {
      await store.commit(rates(rateFor('KGS', '87.45')));
      expect(await store.commit(rates(rateFor('KGS', '87.45')))).toBeNull();
      expect((await store.snapshot()).seq).toBe(1);
    });

    it('runs each edit on the current state, one after the other, and commits nothing for null', async () => {
      const raise = (current: Current) => {
        const figure = Number(current.snapshot.rates[0]?.inverse ?? '0') + 1;
        const fixing = fixingOf('KGS', String(figure), '2026-04-02');
        const query = { code: 'KGS', source: 'bank', from: fixing.date, to: fixing.date };
        expect(current.history(query).map((it) => it.printed)).toEqual(
          figure > 1 ? [String(figure - 1)] : [],
        );
        return { rates: [rateFor('KGS', String(figure))], fixings: [fixing] };
      };
      const updates = await Promise.all([1, 2, 3].map(() => store.change(raise)));
      expect(updates.map((update) => update?.rates[0]?.inverse)).toEqual(['1', '2', '3']);
      expect(await store.change(() => null)).toBeNull();
      expect((await store.snapshot()).seq).toBe(3);
    });

    it('continues after an edit that throws, which changes nothing', async () => {
      const thrown = store.change(() => {
        throw new Error('no');
      });
      const next = store.commit(rates(rateFor('KGS', '1')));
      await expect(thrown).rejects.toThrow('no');
      expect(await next).toMatchObject({ seq: 1 });
    });

    it('refuses a whole commit with a value that could not be read back', async () => {
      const refused = { kind: 'rate-refused' };
      const bad = { ...rateFor('KZT', '475.09'), date: '2026-02-30' };
      await expect(store.commit(rates(rateFor('KGS', '1'), bad))).rejects.toMatchObject(refused);
      const fixings = [fixingOf('KGS', '1'), { ...fixingOf('KZT', '1'), perDollar: '0' }];
      await expect(store.commit({ rates: [], fixings })).rejects.toMatchObject(refused);
      expect(await store.snapshot()).toMatchObject({ seq: 0, rates: [] });
      const query = { code: 'KGS', source: 'bank', from: '2026-01-01', to: '2026-12-31' };
      expect(await store.history(query)).toEqual([]);
    });

    it('refuses changes after the end of the term', async () => {
      let resign = async () => {};
      const term = await new Promise<Term>((resolve) => {
        resign = store.campaign(resolve);
      });
      await term.store.commit(rates(rateFor('KGS', '1')));
      await resign();
      expect(term.over.aborted).toBe(true);
      const over = { kind: 'lease-lost' };
      await expect(term.store.commit(rates(rateFor('KGS', '2')))).rejects.toMatchObject(over);
      await expect(term.store.record(emptyRecord('bank'))).rejects.toMatchObject(over);
      expect((await store.snapshot()).seq).toBe(1);
    });

    it('sends its followers every change in order, and none after they stop', async () => {
      const heard: Update[] = [];
      const stop = store.view.follow((update) => heard.push(update));
      await Promise.all(['1', '2', '3'].map((figure) => store.commit(rates(rateFor('KGS', figure)))));
      await expect.poll(() => heard.map((update) => update.seq)).toEqual([1, 2, 3]);
      stop();
      await store.commit(rates(rateFor('KGS', '4')));
      expect(heard).toHaveLength(3);
    });

    it('hides a withdrawn fixing, and shows the next one of its day again', async () => {
      const all = { code: 'KGS', source: 'bank', from: '2026-01-01', to: '2026-12-31' };
      const wrong = fixingOf('KGS', '874.5', '2026-04-03');
      await store.commit({ rates: [], fixings: [fixingOf('KGS', '87.45', '2026-04-02'), wrong] });
      await store.commit({ rates: [], fixings: [withdrawalOf(wrong)] });
      expect((await store.history(all)).map((it) => it.perDollar)).toEqual(['87.45']);
      await store.commit({ rates: [], fixings: [fixingOf('KGS', '87.46', '2026-04-03')] });
      expect((await store.history(all)).map((it) => it.perDollar)).toEqual(['87.45', '87.46']);
    });

    it('keeps the newest changes in order', async () => {
      const first = await store.commit(rates(rateFor('KGS', '1')));
      await store.commit(rates(rateFor('KGS', '1')));
      const second = await store.commit(rates(rateFor('KGS', '2')));
      expect(store.view.recent()).toEqual([first, second]);
    });

    // Each commit waits for the disk: three seconds alone, more on a busy machine.
    it('keeps a thousand changes', { timeout: 60_000 }, async () => {
      for (let count = 1; count <= 1_001; count += 1)
        await store.commit(rates(rateFor('KGS', String(count))));
      const seqs = store.view.recent().map((update) => update.seq);
      expect(seqs.length).toBeGreaterThanOrEqual(1_000);
      expect(seqs).toEqual(seqs.map((_seq, index) => 1_001 - seqs.length + 1 + index));
    });

    it('keeps fixings by source, code and date, oldest first', async () => {
      const fixings = [
        fixingOf('KGS', '87.44', '2026-04-03'),
        fixingOf('KGS', '87.45', '2026-04-02'),
        { ...fixingOf('KGS', '99.00', '2026-04-02'), source: 'other' },
        fixingOf('KZT', '475.09', '2026-04-02'),
      ];
      await store.commit({ rates: [], fixings });
      const query = { code: 'KGS', source: 'bank', from: '2026-04-01', to: '2026-04-30' };
      const printed = async (more = {}) =>
        (await store.history({ ...query, ...more })).map((it) => `${it.date} ${it.printed}`);
      expect(await printed()).toEqual(['2026-04-02 87.45', '2026-04-03 87.44']);
      expect(await printed({ from: '2026-04-03', to: '2026-04-03' })).toEqual(['2026-04-03 87.44']);
      expect(await printed({ source: 'nobody' })).toEqual([]);
    });

    it('replaces a corrected fixing, and keeps the first read of an unchanged one', async () => {
      const first = fixingOf('KGS', '87.45');
      await store.commit({ rates: [], fixings: [first] });
      await store.commit({ rates: [], fixings: [{ ...first, fetchedAt: '2026-04-01T12:00:00.000Z' }] });
      const query = { code: 'KGS', source: 'bank', from: '2026-04-01', to: '2026-04-30' };
      expect(await store.history(query)).toEqual([first]);
      const corrected = fixingOf('KGS', '87.40');
      await store.commit({ rates: [], fixings: [corrected] });
      expect(await store.history(query)).toEqual([corrected]);
    });

    it('keeps the last record of each source without moving seq', async () => {
      const record = emptyRecord('bank');
      const later = { ...record, lastPoll: '2026-04-01T11:05:09.120Z' };
      await store.record(record);
      await store.record(later);
      expect(await store.records()).toEqual([later]);
    });
  });
}
