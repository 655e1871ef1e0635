import { beforeEach, describe, expect, it } from 'vitest';
import { followClock } from '../../../src/poll/clock/clock.ts';
import { endForgottenHolds } from '../../../src/poll/intake/holds.ts';
import { rateOf } from '../../../src/rates/rate.ts';
import type { Status } from '../../../src/rates/wire.ts';
import { sourceOf } from '../../../src/sources/registry.ts';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { fixingOf } from '../../support/figures.ts';
import { createQuietLog } from '../../support/recorded-log.ts';

const publisher = (id: string) => {
  const source = sourceOf(id);
  if (source === undefined) throw new Error(`no source ${id}`);
  return source;
};
const nbk = publisher('nbk');
const cbt = publisher('cbt');
const ref = { id: nbk.id, name: nbk.name, kind: nbk.kind, url: nbk.url };
const tenge = (figure: string, date: string, status: Status) => {
  const fixing = { ...fixingOf('KZT', figure, date), source: nbk.id };
  return { rates: [rateOf(fixing, null, ref, status)], fixings: [fixing] };
};
/** Two weeks after the fixing of 2 April, which is then stale. */
const LATER = new Date('2026-04-16T12:00:00Z');

let store: Store;
beforeEach(async () => {
  store = await createEmbeddedStore({ files: null, log: createQuietLog().log });
});
const shown = async () => (await store.snapshot()).rates.map((it) => `${it.inverse} ${it.status}`);

describe('the clock', () => {
  it('marks a fixing stale, and dates the peg today, in one change', async () => {
    await store.commit(tenge('475', '2026-04-02', 'live'));
    await followClock(store, [nbk, cbt], LATER);
    expect(await shown()).toEqual(['475 stale', '3.5 pegged']);
    expect((await store.snapshot()).seq).toBe(2);
    await followClock(store, [nbk, cbt], LATER);
    expect((await store.snapshot()).seq).toBe(2);
  });

  describe('and the days of the peg', () => {
    const all = { code: 'TMT', source: 'cbt', from: '0000-01-01', to: '2026-12-31' };
    const days = async () => (await store.history(all)).map(({ date }) => date.slice(5));
    const followTo = (day: string) => followClock(store, [cbt], new Date(`${day}T12:00:00Z`));

    it('withdraws those that a fast clock has added: they are apart from the others', async () => {
      for (const day of ['2026-04-14', '2026-06-01', '2026-04-15']) await followTo(day);
      expect((await store.snapshot()).rates).toMatchObject([{ date: '2026-04-15' }]);
      expect(await days()).toEqual(['04-13', '04-14', '04-15']);
      await followTo('2026-05-31');
      expect(await days()).toEqual(['04-13', '04-14', '04-15', '05-30', '05-31']);
    });

    it('keeps them when it is behind, and adds none before the decree', async () => {
      for (const day of ['2026-04-14', '2026-04-15', '2026-04-16', '2026-04-14', '1970-01-01'])
        await followTo(day);
      expect(await days()).toEqual(['04-13', '04-14', '04-15', '04-16']);
    });
  });

  it('never replaces a newer figure that is committed meanwhile', async () => {
    await store.commit(tenge('475', '2026-04-02', 'live'));
    const tick = followClock(store, [nbk], LATER);
    await Promise.all([store.commit(tenge('480', '2026-04-16', 'live')), tick]);
    expect(await shown()).toEqual(['480 live']);
  });
});

describe('the status held without a held figure in a record', () => {
  it('ends', async () => {
    await store.commit(tenge('475', '2026-04-02', 'held'));
    await endForgottenHolds(store, new Date('2026-04-02T12:00:00Z'));
    expect(await shown()).toEqual(['475 live']);
  });

  it('ends without restoring an old figure', async () => {
    await store.commit(tenge('475', '2026-04-02', 'held'));
    const ending = endForgottenHolds(store, new Date('2026-04-02T12:00:00Z'));
    await Promise.all([store.commit(tenge('480', '2026-04-03', 'live')), ending]);
    expect(await shown()).toEqual(['480 live']);
  });
});
