import { beforeEach, describe, expect, it } from 'vitest';
import { type Archive, createArchive } from '../../src/publish/archive.ts';
import { createEmbeddedStore } from '../../src/store/embedded/store.ts';
import { createLocalState } from '../../src/store/local-state.ts';
import type { Store } from '../../src/store/store.ts';
import { fixingOf, rateFor } from '../support/figures.ts';
import { createQuietLog } from '../support/recorded-log.ts';

const kindOf = (id: string) => (id === 'seed' ? 'seed' : 'official');
const deps = { publisherOf: new Map([['KGS', 'bank']]), seedId: 'seed', kindOf } as const;
let store: Store;
let archive: Archive;
const days = () => archive.fixings('KGS', '2026-01-01', '2026-12-31')?.map(({ date }) => date);

beforeEach(async () => {
  store = await createEmbeddedStore({ files: null, log: createQuietLog().log });
  archive = createArchive(store.view, deps);
});

describe('the archive', () => {
  it('contains the fixing of a change at once, and days from the bank’s own archive', async () => {
    await store.commit({ rates: [rateFor('KGS', '1')], fixings: [fixingOf('KGS', '1', '2026-04-01')] });
    await store.commit({ rates: [], fixings: [fixingOf('KGS', '2', '2026-03-31')] });
    expect(days()).toEqual(['2026-03-31', '2026-04-01']);
  });

  it('shows the seed’s fixings until the publisher has one of its own', async () => {
    await store.commit({ rates: [], fixings: [{ ...fixingOf('KGS', '1', '2026-04-01'), source: 'seed' }] });
    expect(days()).toEqual(['2026-04-01']);
    await store.commit({ rates: [], fixings: [fixingOf('KGS', '2', '2026-04-02')] });
    expect(days()).toEqual(['2026-04-02']);
    expect(archive.fixings('KGS', '2026-01-01', '2026-01-31')).toEqual([]);
  });

  it('has no published fixing where only the seed is known', async () => {
    await store.commit({ rates: [], fixings: [{ ...fixingOf('KGS', '1', '2026-04-01'), source: 'seed' }] });
    expect(archive.published('KGS')).toEqual([]);
    const own = fixingOf('KGS', '2', '2026-04-02');
    await store.commit({ rates: [], fixings: [own] });
    expect(archive.published('KGS')).toEqual([own]);
  });

  it('is null until the store was first read', () => {
    expect(createArchive(createLocalState(), deps).fixings('KGS', '2026-01-01', '2026-12-31')).toBeNull();
  });
});
