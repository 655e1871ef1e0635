// Data that Redis evicts, and an interrupted refill: the leader writes them again, also while replicas start.
import { beforeEach, describe, expect, it } from 'vitest';
import { TickerError } from '../../../src/errors.ts';
import { addDays } from '../../../src/rates/date.ts';
import { connectRedis } from '../../../src/store/redis/connection.ts';
import { COMMIT } from '../../../src/store/redis/scripts.ts';
import type { Store } from '../../../src/store/store.ts';
import { fixingOf, rateFor } from '../../support/figures.ts';
import { createQuietLog } from '../../support/recorded-log.ts';
import { useReplicas } from '../../support/redis/replicas.ts';
import { emptyRecord, firstTerm } from '../../support/redis/stores.ts';
import { until } from '../../support/until.ts';

const DAYS = 2_000;
const QUERY = { code: 'KGS', source: 'bank', from: '1990-01-01', to: '2026-12-31' };
const PAST = Array.from({ length: DAYS }, (_, index) =>
  fixingOf('KGS', `${100 + index}.5`, addDays('2026-04-02', -index)),
);
const { log, lines } = createQuietLog();

const { redis, key, join, close } = useReplicas(log);
const count = async (command: string, name: string) => Number(await redis().cli(command, key(name)));

beforeEach(() => {
  lines.length = 0;
});

/** Allows a number of commits after an epoch is lost, and then fails one. */
function breakAfter(commits: number) {
  const state = { left: Number.POSITIVE_INFINITY, broken: 0 };
  const connect: typeof connectRedis = (...args) => {
    const connection = connectRedis(...args);
    return {
      ...connection,
      async run(script, keys, values) {
        if (script === COMMIT) {
          state.left -= 1;
          if (state.left < 0) {
            state.left = Number.POSITIVE_INFINITY;
            state.broken += 1;
            throw new TickerError('store-unavailable', 'an interrupted refill');
          }
        }
        return connection.run(script, keys, values);
      },
    };
  };
  return { state, connect, arm: () => (state.left = commits) };
}

describe('a refill of an emptied Redis', () => {
  it('is finished after an interruption', async () => {
    const { state, connect, arm } = breakAfter(2);
    const { store } = await firstTerm(join(connect));
    await store.commit({ rates: [rateFor('KGS', '87.45')], fixings: PAST });
    await redis().cli('flushall');
    arm();
    await until('an interrupted refill', () => state.broken === 1);
    await until('refilled', async () => (await count('hlen', 'fixings')) === DAYS);
    expect(await count('zcard', 'order')).toBe(DAYS);
  });

  it('is finished by the next leader when the first one ends during it', async () => {
    const { state, connect, arm } = breakAfter(2);
    const first = join(connect);
    const second = join();
    const { store } = await firstTerm(first);
    await store.commit({ rates: [rateFor('KGS', '87.45')], fixings: PAST });
    await until(
      'the second replica has the history',
      async () => (await second.history(QUERY)).length === DAYS,
    );
    await redis().cli('flushall');
    arm();
    await until('an interrupted refill', () => state.broken === 1);
    await close(first);
    const next = await firstTerm(second);
    await until('refilled', async () => (await count('hlen', 'fixings')) === DAYS);
    expect((await next.store.snapshot()).rates).toEqual([rateFor('KGS', '87.45')]);
  });

  it('never restores a fixing that was corrected during it', async () => {
    const first = join();
    const terms: Store[] = [];
    first.campaign(({ store }) => void terms.push(store));
    await until('a leader', () => terms.length === 1);
    await terms[0]?.commit({ rates: [rateFor('KGS', '87.45')], fixings: PAST });
    await redis().cli('flushall');
    await until('another term', () => terms.length === 2);
    const oldest = PAST.at(-1)?.date;
    const corrected = { ...fixingOf('KGS', '9.5', oldest), fetchedAt: '2026-04-02T11:00:00.000Z' };
    await terms[1]?.commit({ rates: [], fixings: [corrected] });
    await until('refilled', async () => (await count('hlen', 'fixings')) === DAYS);
    const late = join();
    await until('read', async () => (await late.history(QUERY)).length === DAYS);
    expect((await late.history(QUERY))[0]).toEqual(corrected);
  });
});

describe('data that Redis evicts', () => {
  it('are written again: rates, without a new position or epoch', async () => {
    const { store } = await firstTerm(join());
    await store.commit({ rates: [rateFor('KGS', '87.45'), rateFor('KZT', '475.09')], fixings: [] });
    const before = await store.snapshot();
    await redis().cli('del', key('rates'));
    // A replica that starts now finds no rates, and must get them later.
    const late = join();
    await until('rates', async () => (await count('hlen', 'rates')) === 2);
    const { epoch, seq, rates } = await late.snapshot();
    // A hash in Redis has no order.
    expect(rates.toSorted((a, b) => (a.base < b.base ? -1 : 1))).toEqual(before.rates);
    expect({ epoch, seq }).toEqual({ epoch: before.epoch, seq: before.seq });
    expect(await store.snapshot()).toEqual(before);
    expect(lines.filter(({ message }) => message.includes('noeviction'))).toHaveLength(1);
  });

  it('are complete after the next change', async () => {
    const { store } = await firstTerm(join());
    await store.commit({ rates: [rateFor('KGS', '87.45'), rateFor('KZT', '475.09')], fixings: [] });
    await redis().cli('del', key('rates'));
    await store.commit({ rates: [rateFor('KGS', '87.46')], fixings: [] });
    expect(await count('hlen', 'rates')).toBe(2);
    expect((await join().snapshot()).rates.map((it) => it.inverse)).toEqual(
      expect.arrayContaining(['87.46', '475.09']),
    );
  });

  it.each(['fixings', 'order', 'reports', 'log', 'head', 'token'])('are written again: %s', async (name) => {
    const { store } = await firstTerm(join());
    await store.record(emptyRecord('bank'));
    await store.commit({ rates: [rateFor('KGS', '87.45')], fixings: PAST });
    await redis().cli('del', key(name));
    await until(`${name} or its place`, async () => {
      const late = join();
      const [{ rates }, past, reports] = [
        await late.snapshot(),
        await late.history(QUERY),
        await late.records(),
      ];
      return rates.length === 1 && past.length === DAYS && reports.length === 1;
    });
  });
});
