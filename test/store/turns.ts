// test: what every store promises when two write at once and a write fails. Called with a factory, like the contract.
import { setImmediate as nextTick } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TickerError } from '../../src/errors.ts';
import { createFeed } from '../../src/publish/feed.ts';
import type { Snapshot, Update } from '../../src/rates/wire.ts';
import type { Commit, Current, Store } from '../../src/store/store.ts';
import { fixingOf, rateFor } from '../figures.ts';

/** What becomes of one write to the disk or to Redis. */
export type Fate = 'done' | 'refused' | 'answer lost';

export interface Stage {
  /** Asked before each write. */
  fateOf(): Promise<Fate>;
}

export interface Staged {
  /** As a leader writes to it. */
  store: Store;
  stage: Stage;
  /** What the next start, or another replica, shows. The store is not used after it. */
  shownElsewhere(): Promise<Snapshot>;
}

export const createStage = (): Stage => ({ fateOf: async () => 'done' });

/** Does a write as the stage says. */
export async function asStaged<T>(stage: Stage, write: () => Promise<T>): Promise<T> {
  const fate = await stage.fateOf();
  if (fate === 'refused') throw new TickerError('store-unavailable', 'refused');
  const answer = await write();
  if (fate === 'answer lost') throw new TickerError('store-unavailable', 'the answer was lost');
  return answer;
}

const DAY = '2026-04-02';
const HISTORY = { code: 'KGS', source: 'bank', from: '2026-01-01', to: '2026-12-31' };
const ROUNDS = 3;

const figureIn = ({ rates }: Pick<Snapshot, 'rates'>) =>
  Number(rates.find((rate) => rate.base === 'KGS')?.inverse);

/** The desk: one more than what is shown, with its fixing. */
function raise({ snapshot, history }: Current): Commit {
  const figure = figureIn(snapshot);
  // A rate and its fixing are one step: no edit sees one without the other.
  expect(history(HISTORY).findLast((it) => it.date === DAY)?.printed).toBe(String(figure));
  const next = String(figure + 1);
  return { rates: [rateFor('KGS', next, DAY)], fixings: [fixingOf('KGS', next, DAY)] };
}

/** The clock: what is shown, whole, with another status. */
function age({ snapshot }: Current): Commit {
  const rates = snapshot.rates
    .filter((rate) => rate.base === 'KGS')
    .map((rate) => ({ ...rate, status: rate.status === 'live' ? ('stale' as const) : ('live' as const) }));
  return { rates, fixings: [] };
}

interface Played {
  heard: Update[];
  writes: number;
  raised: number;
  /** Whether a change was made is not known when its answer was lost. */
  unsure: number;
}

/** The desk writes; whenever a write has a fate of its own, the clock and the history worker write as well. */
async function play({ store, stage }: Staged, fates: ReadonlyMap<number, Fate>): Promise<Played> {
  const played: Played = { heard: [], writes: 0, raised: 0, unsure: 0 };
  store.follow((update) => played.heard.push(update));
  const others: Promise<unknown>[] = [];
  let days = 0;
  stage.fateOf = async () => {
    played.writes += 1;
    const fate = fates.get(played.writes);
    if (fate === undefined) return 'done';
    days += 1;
    others.push(store.change(age));
    others.push(store.commit({ rates: [], fixings: [fixingOf('KGS', '50', `2026-03-0${days}`)] }));
    await nextTick();
    return fate;
  };
  const raiseOnce = async () => {
    try {
      await store.change(raise);
      played.raised += 1;
    } catch (error) {
      expect(error).toMatchObject({ kind: 'store-unavailable' });
      played.unsure += 1;
    }
  };
  for (let round = 0; round < ROUNDS; round += 1) await raiseOnce();
  await Promise.allSettled(others);
  stage.fateOf = async () => 'done';
  await raiseOnce();
  return played;
}

function checkHeard({ heard, raised, unsure }: Played, from: Snapshot, last: Snapshot): void {
  let before = { ...from };
  for (const update of heard) {
    if (update.epoch === before.epoch) expect(update.seq).toBe(before.seq + 1);
    else expect(update.rates).toHaveLength(from.rates.length);
    const rates = new Map([...before.rates, ...update.rates].map((rate) => [rate.base, rate]));
    // Never back, and never past a figure: a change that was lost would show as a step of nothing or of two.
    const step = figureIn(update) - figureIn(before);
    expect([0, 1]).toContain(step);
    before = { ...before, ...update, rates: [...rates.values()] };
  }
  expect(before).toEqual(last);
  const steps = figureIn(last) - figureIn(from);
  expect(steps).toBeGreaterThanOrEqual(raised);
  expect(steps).toBeLessThanOrEqual(raised + unsure);
}

export function describeTurns(name: string, open: () => Promise<Staged>): void {
  /** Plays on a new store, and checks everything that can be seen of it. Answers how many writes there were. */
  async function playAndCheck(fates: ReadonlyMap<number, Fate>): Promise<number> {
    const staged = await open();
    const { store } = staged;
    const rates = [rateFor('KGS', '1', DAY), rateFor('KZT', '475.09', DAY)];
    await store.commit({ rates, fixings: [fixingOf('KGS', '1', DAY)] });
    const from = await store.snapshot();
    const feed = await createFeed(store, { codes: ['KGS', 'KZT'], admits: () => true });
    const played = await play(staged, fates);
    const last = await store.snapshot();
    checkHeard(played, from, last);
    expect(feed.snapshot()).toEqual(last);
    const recent = (await store.recent()).filter((update) => update.epoch === last.epoch);
    expect(recent.at(-1)).toEqual(played.heard.at(-1));
    const past = await store.history(HISTORY);
    expect(past.findLast((it) => it.date === DAY)?.printed).toBe(String(figureIn(last)));
    const { epoch, seq, rates: kept } = await staged.shownElsewhere();
    expect({ epoch, seq, figure: figureIn({ rates: kept }), count: kept.length }).toEqual({
      epoch: last.epoch,
      seq: last.seq,
      figure: figureIn(last),
      count: 2,
    });
    return played.writes;
  }

  describe(name, () => {
    it.each<Fate>(['done', 'refused', 'answer lost'])(
      'loses and reverses no change when another writer comes in at any write, which is %s',
      async (fate) => {
        const writes = await playAndCheck(new Map());
        expect(writes).toBeGreaterThanOrEqual(ROUNDS);
        // Those that come in write as well: their writes are hit behind the first ones.
        for (let at = 1; at <= writes + 2; at += 1) await playAndCheck(new Map([[at, fate]]));
      },
    );

    it.each<[Fate, Fate]>([
      ['refused', 'refused'],
      ['answer lost', 'refused'],
      ['refused', 'answer lost'],
      ['answer lost', 'answer lost'],
    ])('nor when two writes fail, one %s, one %s', async (first, second) => {
      for (let at = 1; at <= 5; at += 1) {
        for (let gap = 1; gap <= 3; gap += 1)
          await playAndCheck(
            new Map([
              [at, first],
              [at + gap, second],
            ]),
          );
      }
    });
  });
}
