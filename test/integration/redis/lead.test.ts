import { describe, expect, it } from 'vitest';
import { fixingOf, rateFor } from '../../support/figures.ts';
import { EARLIER_RECORDS, READ } from '../../support/redis/earlier-records.ts';
import { useReplicas } from '../../support/redis/replicas.ts';
import { emptyRecord, firstTerm } from '../../support/redis/stores.ts';
import { until } from '../../support/until.ts';

const kgs = (figure: string) => ({ rates: [rateFor('KGS', figure)], fixings: [fixingOf('KGS', figure)] });
const QUERY = { code: 'KGS', source: 'bank', from: '2026-01-01', to: '2026-12-31' };

const { redis, key, join, close } = useReplicas();

describe('several replicas', () => {
  it('have one leader, and another one at once when it resigns', async () => {
    const [first, second] = [join(), join()];
    let terms = 0;
    const count = () => {
      terms += 1;
    };
    const resign = first.campaign(count);
    await until('the first leads', () => terms === 1);
    const next = firstTerm(second);
    await until('the second replica has the leader', () => second.health().leader !== null);
    expect(second.health().leader).toBe(first.health().leader);
    expect(terms).toBe(1);
    await resign();
    await (await next).store.commit(kgs('87.45'));
    expect(terms).toBe(1);
  });

  it('cannot write without leading', async () => {
    const [first, second] = [join(), join()];
    await firstTerm(first);
    await expect(second.commit(kgs('87.45'))).rejects.toMatchObject({ kind: 'lease-lost' });
    expect(first.view.recent()).toEqual([]);
  });

  it('all serve the same positions, with history and reports', async () => {
    const [first, second] = [join(), join()];
    const { store } = await firstTerm(first);
    for (const figure of ['87.45', '87.46', '87.47']) await store.commit(kgs(figure));
    await until('equal', async () => (await second.snapshot()).seq === 3);
    await until('history', async () => (await second.history(QUERY))[0]?.printed === '87.47');
    expect(await second.snapshot()).toEqual(await first.snapshot());
    expect(second.view.recent()).toEqual(first.view.recent());
  });

  it.each(EARLIER_RECORDS)('continue a record of an earlier version: %s', async (_version, text) => {
    const earlier = join();
    await (await firstTerm(earlier)).store.record(emptyRecord('nbk'));
    await earlier.close();
    await redis().cli('hset', key('reports'), 'nbk', text);
    const { store } = await firstTerm(join());
    expect(await store.records()).toEqual([READ]);
    const next = { ...READ, lastPoll: '2026-04-01T11:10:00.000Z' };
    await store.record(next);
    const other = join();
    await until('the new record', async () => (await other.records()).length === 1);
    expect(await other.records()).toEqual([next]);
  });

  it('refuse the writes of a leader whose lease another one has, and end its term', async () => {
    const { store, over } = await firstTerm(join());
    await store.commit(kgs('87.45'));
    await redis().cli('set', key('lease'), 'other 666', 'px', '5000');
    await expect(store.commit(kgs('87.46'))).rejects.toMatchObject({ kind: 'lease-lost' });
    expect(over.aborted).toBe(true);
    await expect(store.record(emptyRecord('bank'))).rejects.toMatchObject({ kind: 'lease-lost' });
    expect(await redis().cli('hget', key('head'), 'seq')).toBe('1');
  });
});

describe('an emptied Redis', () => {
  it('is filled from the leader’s memory under a new epoch, also with the history', async () => {
    const { store } = await firstTerm(join());
    await store.commit(kgs('87.45'));
    const before = await store.snapshot();
    await redis().cli('flushall');
    await until('another epoch', async () => (await store.snapshot()).epoch !== before.epoch);
    const after = await store.snapshot();
    expect(after).toMatchObject({ seq: 1, rates: before.rates });
    const late = join();
    await until('history', async () => (await late.history(QUERY)).length === 1);
    expect(await late.snapshot()).toEqual(after);
    expect(await late.history(QUERY)).toEqual([fixingOf('KGS', '87.45')]);
  });

  it('is the reason of a new epoch; a leader’s end and a reconnect are not', async () => {
    const first = join();
    const { store } = await firstTerm(first);
    await store.commit(kgs('87.45'));
    const { epoch } = await store.snapshot();
    await redis().cli('client', 'kill', 'type', 'normal');
    await close(first);
    const { store: next } = await firstTerm(join());
    expect(await next.commit(kgs('87.46'))).toMatchObject({ epoch, seq: 2 });
  });
});
