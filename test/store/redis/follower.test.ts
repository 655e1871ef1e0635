import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Fixing } from '../../../src/rates/fixing.ts';
import { createFollower, type Follower } from '../../../src/store/redis/follower.ts';
import { createMirror, type Mirror } from '../../../src/store/redis/mirror.ts';
import { fixingOf, rateFor } from '../../support/figures.ts';
import { createQuietLog } from '../../support/recorded-log.ts';

/** What stands in Redis: an epoch, and fixings in the order of their numbers. */
let epoch: string;
let numbered: Fixing[];
let mirror: Mirror;
let follower: Follower;

/** Answers as the script READ_STATE does. */
async function look([known = '0']: readonly string[]): Promise<unknown> {
  const found = numbered.slice(Number(known)).map((it) => JSON.stringify(it));
  const last = String(Math.max(Number(known), numbered.length));
  const head = [epoch, '1', 'here', '2026-04-01T11:05:09.120Z', ''];
  return ['here', '', head, last, found, '', [], [JSON.stringify(rateFor('KGS', '2'))], [], last];
}

const days = () =>
  mirror.fixings
    .list({ code: 'KGS', source: 'bank', from: '0000-01-01', to: '9999-12-31' })
    .map(({ date }) => date);

beforeEach(async () => {
  epoch = 'aaaaaaaa';
  numbered = ['2026-04-01', '2026-04-02', '2026-04-03'].map((date) => fixingOf('KGS', '2', date));
  mirror = createMirror();
  follower = createFollower({
    mirror,
    connection: { read: () => new Promise(() => {}), onReady() {} },
    logKey: 'log',
    run: (_script, args) => look(args),
    log: createQuietLog().log,
    monotonicMs: () => performance.now(),
  });
  await follower.catchUp();
});
afterEach(() => follower.stop());

it('reads the fixings that have low numbers in another epoch before it says that it has caught up', async () => {
  epoch = 'bbbbbbbb';
  numbered = [fixingOf('KGS', '3', '2026-04-04'), ...numbered];
  await follower.catchUp();
  expect(days()).toEqual(['2026-04-01', '2026-04-02', '2026-04-03', '2026-04-04']);
});

it('reads them when two looks were under way as the epoch changed', async () => {
  epoch = 'bbbbbbbb';
  numbered = [fixingOf('KGS', '3', '2026-04-04'), ...numbered];
  await Promise.all([follower.catchUp(), follower.catchUp()]);
  await follower.catchUp();
  expect(days()).toContain('2026-04-04');
});

it('takes a correction whose leader has a clock that is behind the clock of the one before', async () => {
  const corrected = { ...fixingOf('KGS', '3', '2026-04-03'), fetchedAt: '2026-04-01T11:00:00.000Z' };
  numbered = [...numbered, corrected];
  await follower.catchUp();
  const all = { code: 'KGS', source: 'bank', from: '2026-04-03', to: '2026-04-03' };
  expect(mirror.fixings.list(all)).toEqual([corrected]);
});

it('keeps what was read later where another epoch begins with an older state', async () => {
  epoch = 'bbbbbbbb';
  const older = { ...fixingOf('KGS', '3', '2026-04-03'), fetchedAt: '2026-04-01T11:00:00.000Z' };
  numbered = [...numbered.slice(0, 2), older];
  await follower.catchUp();
  const all = { code: 'KGS', source: 'bank', from: '2026-04-03', to: '2026-04-03' };
  expect(mirror.fixings.list(all).map(({ perDollar }) => perDollar)).toEqual(['2']);
});
