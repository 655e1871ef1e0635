// test: what every store promises when two write at once and a write fails. Called with a factory, like the contract.
import { setImmediate as nextTick } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TickerError } from '../../src/errors.ts';
import { createFeed } from '../../src/publish/feed.ts';
import type { Snapshot, Update } from '../../src/rates/wire.ts';
import type { Commit, Current, Edit, Store } from '../../src/store/store.ts';
import { fixingOf, rateFor } from '../support/figures.ts';

/** What becomes of one write to the disk or to Redis. */
export type Fate = 'done' | 'refused' | 'answer lost';

export interface Stage {
  /** Asked before each write. */
  fateOf(): Promise<Fate>;
  /** Changes that were made, and whose writers were told that they failed. */
  madeUnseen: number;
}

export interface Staged {
  /** As a leader writes to it. */
  store: Store;
  stage: Stage;
  /** What the next start, or another replica, shows. The store is not used after it. */
  shownElsewhere(): Promise<Snapshot>;
}

export const createStage = (): Stage => ({ fateOf: async () => 'done', madeUnseen: 0 });

/** Does a write as the stage says; `isMade` tells from its answer whether it alone has made a change. */
export async function asStaged<T>(
  stage: Stage,
  write: () => Promise<T>,
  isMade: (answer: T) => boolean = () => false,
): Promise<T> {
  const fate = await stage.fateOf();
  if (fate === 'refused') throw new TickerError('store-unavailable', 'refused');
  const answer = await write();
  if (fate !== 'answer lost') return answer;
  if (isMade(answer)) stage.madeUnseen += 1;
  throw new TickerError('store-unavailable', 'the answer was lost');
}

const DAY = '2026-04-02';
const PAST_DAY = '2026-03-01';
const HISTORY = { code: 'KGS', source: 'bank', from: '2026-01-01', to: '2026-12-31' };
const ROUNDS = 3;
/** Some hundred commits reach the disk in each test, a millisecond each on an idle machine. */
const LIMIT_MS = 60_000;

const figureIn = ({ rates }: Pick<Snapshot, 'rates'>) =>
  Number(rates.find((rate) => rate.base === 'KGS')?.inverse);

/** The poller: one more than what is shown, with its fixing. */
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

/** The history worker: fixings alone, which move no position. */
function recount({ history }: Current): Commit {
  const next = String(Number(history({ ...HISTORY, to: PAST_DAY }).at(-1)?.printed ?? '0') + 1);
  return { rates: [], fixings: [fixingOf('KGS', next, PAST_DAY)] };
}

interface Played {
  heard: Update[];
  writes: number;
  /** Changes that were made as far as their writers know. */
  made: number;
}

/** Of the others it is not known whether they were made: their answer may be what failed. */
async function tally(change: Promise<unknown>, played: Played): Promise<void> {
  try {
    await change;
    played.made += 1;
  } catch (error) {
    expect(error).toMatchObject({ kind: 'store-unavailable' });
  }
}

/** The poller writes; whenever a write has a fate of its own, the clock and the history worker write as well. */
async function play({ store, stage }: Staged, fates: ReadonlyMap<number, Fate>): Promise<Played> {
  const played: Played = { heard: [], writes: 0, made: 0 };
  store.view.follow((update) => played.heard.push(update));
  const others: Promise<unknown>[] = [];
  const change = (edit: Edit) => tally(store.change(edit), played);
  stage.fateOf = async () => {
    played.writes += 1;
    const fate = fates.get(played.writes);
    if (fate === undefined) return 'done';
    others.push(change(age), change(recount));
    await nextTick();
    return fate;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    await change(raise);
    await change(recount);
  }
  await Promise.all(others);
  stage.fateOf = async () => 'done';
  await change(raise);
  await change(recount);
  return played;
}

/** Answers how many changes were told. */
function checkHeard(heard: readonly Update[], from: Snapshot, last: Snapshot): number {
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
  return heard.length;
}

export function describeTurns(name: string, open: () => Promise<Staged>): void {
  /** Plays on a new store, and checks everything that can be seen of it. Answers how many writes there were. */
  async function playAndCheck(fates: ReadonlyMap<number, Fate>): Promise<number> {
    const staged = await open();
    const { store } = staged;
    const rates = [rateFor('KGS', '1', DAY), rateFor('KZT', '475.09', DAY)];
    await store.commit({ rates, fixings: [fixingOf('KGS', '1', DAY)] });
    const from = await store.snapshot();
    const feed = createFeed(store.view, { codes: ['KGS', 'KZT'], admits: () => true });
    const played = await play(staged, fates);
    const last = await store.snapshot();
    const told = checkHeard(played.heard, from, last);
    expect(feed.snapshot()).toEqual(last);
    const recent = store.view.recent().filter((update) => update.epoch === last.epoch);
    expect(recent.at(-1)).toEqual(played.heard.at(-1));
    const past = await store.history(HISTORY);
    const recounted = Number(past.findLast((it) => it.date === PAST_DAY)?.printed);
    // Every change is there once: those that are known to be made, and those whose answer was lost.
    expect(told + recounted).toBe(played.made + staged.stage.madeUnseen);
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
        for (let at = 1; at <= writes + 3; at += 1) await playAndCheck(new Map([[at, fate]]));
      },
      LIMIT_MS,
    );

    it.each<[Fate, Fate]>([
      ['refused', 'refused'],
      ['answer lost', 'refused'],
      ['refused', 'answer lost'],
      ['answer lost', 'answer lost'],
    ])(
      'nor when two writes fail, one %s, one %s',
      async (first, second) => {
        for (let at = 1; at <= 6; at += 1) {
          for (let gap = 1; gap <= 3; gap += 1) {
            const fates: [number, Fate][] = [
              [at, first],
              [at + gap, second],
            ];
            await playAndCheck(new Map(fates));
          }
        }
      },
      LIMIT_MS,
    );
  });
}
