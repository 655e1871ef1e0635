// test: the contract of every store for concurrent writers and failed writes. Called with a factory, like the
// contract.
import { setImmediate as nextTick } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TickerError } from '../../src/errors.ts';
import { createFeed } from '../../src/publish/feed.ts';
import type { Snapshot, Update } from '../../src/rates/wire.ts';
import type { Commit, Current, Edit, Store } from '../../src/store/store.ts';
import { fixingOf, rateFor } from '../support/figures.ts';

/** The result of one write to the disk or to Redis. */
export type WriteResult = 'done' | 'refused' | 'answer lost';

export interface Stage {
  /** Called before each write. */
  resultOf(): Promise<WriteResult>;
  /** Changes that were made although their writers got an error. */
  madeUnseen: number;
}

export interface Staged {
  /** The store for a leader. */
  store: Store;
  stage: Stage;
  /** The state of the next start or of another replica. The store is not used after it. */
  shownElsewhere(): Promise<Snapshot>;
}

export const createStage = (): Stage => ({ resultOf: async () => 'done', madeUnseen: 0 });

/** Runs a write with the result that the stage decides; `isMade` finds from its answer whether it made a change. */
export async function asStaged<T>(
  stage: Stage,
  write: () => Promise<T>,
  isMade: (answer: T) => boolean = () => false,
): Promise<T> {
  const result = await stage.resultOf();
  if (result === 'refused') throw new TickerError('store-unavailable', 'refused');
  const answer = await write();
  if (result !== 'answer lost') return answer;
  if (isMade(answer)) stage.madeUnseen += 1;
  throw new TickerError('store-unavailable', 'the answer was lost');
}

const DAY = '2026-04-02';
const PAST_DAY = '2026-03-01';
const HISTORY = { code: 'KGS', source: 'bank', from: '2026-01-01', to: '2026-12-31' };
const ROUNDS = 3;
/** Each test writes some hundred commits to the disk, a millisecond each on an idle machine. */
const LIMIT_MS = 60_000;

const figureIn = ({ rates }: Pick<Snapshot, 'rates'>) =>
  Number(rates.find((rate) => rate.base === 'KGS')?.inverse);

/** The poller: the shown figure plus one, with its fixing. */
function raise({ snapshot, history }: Current): Commit {
  const figure = figureIn(snapshot);
  // A rate and its fixing are one step: no edit gets one without the other.
  expect(history(HISTORY).findLast((it) => it.date === DAY)?.printed).toBe(String(figure));
  const next = String(figure + 1);
  return { rates: [rateFor('KGS', next, DAY)], fixings: [fixingOf('KGS', next, DAY)] };
}

/** The clock: the whole shown rate with another status. */
function age({ snapshot }: Current): Commit {
  const rates = snapshot.rates
    .filter((rate) => rate.base === 'KGS')
    .map((rate) => ({ ...rate, status: rate.status === 'live' ? ('stale' as const) : ('live' as const) }));
  return { rates, fixings: [] };
}

/** The history worker: only fixings, which move no position. */
function recount({ history }: Current): Commit {
  const next = String(Number(history({ ...HISTORY, to: PAST_DAY }).at(-1)?.printed ?? '0') + 1);
  return { rates: [], fixings: [fixingOf('KGS', next, PAST_DAY)] };
}

interface Run {
  updates: Update[];
  writes: number;
  /** Changes that their writers know to be made. */
  made: number;
}

/** It is unknown whether the other changes were made: only their answer may have failed. */
async function tally(change: Promise<unknown>, run: Run): Promise<void> {
  try {
    await change;
    run.made += 1;
  } catch (error) {
    expect(error).toMatchObject({ kind: 'store-unavailable' });
  }
}

/** The poller writes; at each write with a chosen result the clock and the history worker write as well. */
async function runWriters({ store, stage }: Staged, results: ReadonlyMap<number, WriteResult>): Promise<Run> {
  const run: Run = { updates: [], writes: 0, made: 0 };
  store.view.follow((update) => run.updates.push(update));
  const others: Promise<unknown>[] = [];
  const change = (edit: Edit) => tally(store.change(edit), run);
  stage.resultOf = async () => {
    run.writes += 1;
    const result = results.get(run.writes);
    if (result === undefined) return 'done';
    others.push(change(age), change(recount));
    await nextTick();
    return result;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    await change(raise);
    await change(recount);
  }
  await Promise.all(others);
  stage.resultOf = async () => 'done';
  await change(raise);
  await change(recount);
  return run;
}

/** Returns the number of published changes. */
function checkUpdates(updates: readonly Update[], from: Snapshot, last: Snapshot): number {
  let before = { ...from };
  for (const update of updates) {
    if (update.epoch === before.epoch) expect(update.seq).toBe(before.seq + 1);
    else expect(update.rates).toHaveLength(from.rates.length);
    const rates = new Map([...before.rates, ...update.rates].map((rate) => [rate.base, rate]));
    // Never backwards, and never over a figure: a lost change would be a step of zero or two.
    const step = figureIn(update) - figureIn(before);
    expect([0, 1]).toContain(step);
    before = { ...before, ...update, rates: [...rates.values()] };
  }
  expect(before).toEqual(last);
  return updates.length;
}

export function describeTurns(name: string, open: () => Promise<Staged>): void {
  /** Runs the writers on a new store and checks all its visible state. Returns the number of writes. */
  async function runAndCheck(results: ReadonlyMap<number, WriteResult>): Promise<number> {
    const staged = await open();
    const { store } = staged;
    const rates = [rateFor('KGS', '1', DAY), rateFor('KZT', '475.09', DAY)];
    await store.commit({ rates, fixings: [fixingOf('KGS', '1', DAY)] });
    const from = await store.snapshot();
    const feed = createFeed(store.view, { codes: ['KGS', 'KZT'], admits: () => true });
    const run = await runWriters(staged, results);
    const last = await store.snapshot();
    const published = checkUpdates(run.updates, from, last);
    expect(feed.snapshot()).toEqual(last);
    const recent = store.view.recent().filter((update) => update.epoch === last.epoch);
    expect(recent.at(-1)).toEqual(run.updates.at(-1));
    const past = await store.history(HISTORY);
    const recounted = Number(past.findLast((it) => it.date === PAST_DAY)?.printed);
    // Every change is there once: those known to be made, and those whose answer was lost.
    expect(published + recounted).toBe(run.made + staged.stage.madeUnseen);
    expect(past.findLast((it) => it.date === DAY)?.printed).toBe(String(figureIn(last)));
    const { epoch, seq, rates: kept } = await staged.shownElsewhere();
    expect({ epoch, seq, figure: figureIn({ rates: kept }), count: kept.length }).toEqual({
      epoch: last.epoch,
      seq: last.seq,
      figure: figureIn(last),
      count: 2,
    });
    return run.writes;
  }

  describe(name, () => {
    it.each<WriteResult>(['done', 'refused', 'answer lost'])(
      'loses and reverses no change when others write before any write with the result: %s',
      async (result) => {
        const writes = await runAndCheck(new Map());
        expect(writes).toBeGreaterThanOrEqual(ROUNDS);
        // The added writers write as well, so that their writes are also made to fail.
        for (let at = 1; at <= writes + 3; at += 1) await runAndCheck(new Map([[at, result]]));
      },
      LIMIT_MS,
    );

    it.each<[WriteResult, WriteResult]>([
      ['refused', 'refused'],
      ['answer lost', 'refused'],
      ['refused', 'answer lost'],
      ['answer lost', 'answer lost'],
    ])(
      'loses and reverses no change when two writes fail: %s, %s',
      async (first, second) => {
        for (let at = 1; at <= 6; at += 1) {
          for (let gap = 1; gap <= 3; gap += 1) {
            const results: [number, WriteResult][] = [
              [at, first],
              [at + gap, second],
            ];
            await runAndCheck(new Map(results));
          }
        }
      },
      LIMIT_MS,
    );
  });
}
