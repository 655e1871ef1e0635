import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Medium } from '../../src/publish/channel.ts';
import { createFeed, type Feed } from '../../src/publish/feed.ts';
import { createHub, HEARTBEAT_MS, type Hub, TOO_SLOW_MS } from '../../src/publish/hub.ts';
import type { Position, ServerMessage, Update } from '../../src/rates/wire.ts';
import { createMemoryStore } from '../../src/store/embedded/store.ts';
import type { Store } from '../../src/store/store.ts';
import { rateFor } from '../support/figures.ts';
import { createQuietLog } from '../support/recorded-log.ts';

/** A listener that parses what it is written. */
interface Ear {
  writes: ServerMessage[][];
  backlog: number;
  /** Whether each write clogs it until it is drained. */
  isSlow: boolean;
  isCut: boolean;
}

const medium: Medium<Ear> = {
  name: 'lines',
  frame: (message) => Buffer.from(`${JSON.stringify(message)}\n`),
  write: (ear, bytes) => {
    if (ear.isSlow) ear.backlog = bytes.length;
    ear.writes.push(
      String(bytes)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as ServerMessage),
    );
  },
  backlog: ({ backlog }) => backlog,
  cut: (ear) => {
    ear.isCut = true;
  },
};

let store: Store;
let feed: Feed;
let hub: Hub<Ear>;
let frames = 0;
const commit = (...rates: ReturnType<typeof rateFor>[]) => store.commit({ rates, fixings: [] });
/** Lets what was committed leave. */
const settle = () => vi.advanceTimersByTimeAsync(1);

function listener(codes: string[] | null = null, from: Position | null = null, isSlow = false) {
  const ear: Ear = { writes: [], backlog: 0, isSlow, isCut: false };
  const counting = {
    ...medium,
    frame: (message: ServerMessage) => {
      frames += 1;
      return medium.frame(message);
    },
  };
  const joined = hub.join(ear, counting, codes && new Set(codes), from);
  return {
    ear,
    joined,
    get heard() {
      return ear.writes.flat();
    },
    stall: () => {
      ear.backlog = 1 << 20;
    },
    drain: () => {
      ear.backlog = 0;
    },
  };
}

const brief = (messages: ServerMessage[]) =>
  messages.map((it) =>
    'rates' in it ? `${it.type} ${it.seq} ${it.rates.map((r) => r.base + r.inverse)}` : it.type,
  );

beforeEach(async () => {
  vi.useFakeTimers();
  store = await createMemoryStore({ files: null, log: createQuietLog().log });
  await commit(rateFor('KGS', '1'), rateFor('KZT', '1'), rateFor('TMT', '3.5'));
  feed = await createFeed(store, { codes: ['KZT', 'KGS'], admits: () => true });
  hub = createHub(feed, () => new Date());
});
afterEach(() => {
  hub.stop();
  vi.useRealTimers();
});

describe('the feed', () => {
  it('shows the covered codes in their configured order', async () => {
    expect(feed.snapshot()?.rates.map((rate) => rate.base)).toEqual(['KZT', 'KGS']);
    await commit(rateFor('KGS', '2'));
    expect(feed.snapshot()?.rates.map((rate) => rate.inverse)).toEqual(['1', '2']);
  });

  it('moves its position with a code that it does not show', async () => {
    await commit(rateFor('TMT', '3.6'));
    expect(feed.snapshot()).toMatchObject({ seq: 2, rates: [{ base: 'KZT' }, { base: 'KGS' }] });
  });
});

describe('the feed’s log', () => {
  it('tells what came after a position, and when it cannot', async () => {
    const { epoch = '' } = feed.snapshot() ?? {};
    await commit(rateFor('KGS', '2'));
    await commit(rateFor('TMT', '3.6'));
    const seqs = (seq: number, of = epoch) => feed.since({ epoch: of, seq })?.map((update) => update.seq);
    expect([seqs(1), seqs(2), seqs(3)]).toEqual([[2, 3], [3], []]);
    expect([seqs(4), seqs(1, 'anotherepoch')]).toEqual([undefined, undefined]);
  });

  it('is filled from the store, so that a new replica can resume the listeners of an old one', async () => {
    await commit(rateFor('KGS', '2'));
    const late = await createFeed(store, { codes: ['KGS'], admits: () => true });
    const { epoch = '' } = late.snapshot() ?? {};
    expect(late.since({ epoch, seq: 1 })?.map((update) => update.seq)).toEqual([2]);
    late.stop();
  });
});

describe('the hub', () => {
  it('sends the snapshot first, then every change in order', async () => {
    const all = listener();
    await commit(rateFor('KGS', '2'));
    await settle();
    await commit(rateFor('KZT', '2'), rateFor('KGS', '3'));
    await settle();
    expect(brief(all.heard)).toEqual(['snapshot 1 KZT1,KGS1', 'update 2 KGS2', 'update 3 KZT2,KGS3']);
  });

  it('sends a selection nothing else', async () => {
    const kzt = listener(['KZT']);
    await commit(rateFor('KGS', '2'));
    await commit(rateFor('KZT', '2'), rateFor('KGS', '3'));
    await settle();
    expect(brief(kzt.heard)).toEqual(['snapshot 1 KZT1', 'update 3 KZT2']);
  });

  it('hands over what one turn brings in one write', async () => {
    const all = listener();
    for (let figure = 1; figure <= 100; figure += 1) await commit(rateFor('KGS', `${figure}.5`));
    await settle();
    expect(all.ear.writes.map((messages) => messages.length)).toEqual([1, 100]);
  });

  it('encodes a change once for each selection, however many listen', async () => {
    for (let count = 0; count < 50; count += 1) listener(count % 2 === 0 ? ['KGS'] : null);
    frames = 0;
    await commit(rateFor('KGS', '2'));
    await settle();
    expect(frames).toBe(2);
  });

  it('gives who joins between two changes of a turn only the second', async () => {
    await commit(rateFor('KGS', '2'));
    const late = listener();
    await commit(rateFor('KGS', '3'));
    await settle();
    expect(brief(late.heard)).toEqual(['snapshot 2 KZT1,KGS2', 'update 3 KGS3']);
  });

  it('lets other work have its turn during a long fan-out, and loses nobody by it', async () => {
    const many = Array.from({ length: 40 }, () => listener());
    let turns = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => {
      turns += 1;
      return turns * 10;
    });
    await commit(rateFor('KGS', '2'));
    await settle();
    const late = listener();
    many[39]?.joined && hub.leave(many[39].joined);
    for (let turn = 0; turn < 10; turn += 1) await settle();
    expect(many.slice(0, 39).every(({ heard }) => heard.length === 2)).toBe(true);
    expect(brief(late.heard)).toEqual(['snapshot 2 KZT1,KGS2']);
    expect(turns).toBeGreaterThan(2);
  });

  it('starts nobody over twice when an epoch begins amid a fan-out or a round of heartbeats', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const inPieces = () => clock.mockImplementation(() => 10 * clock.mock.calls.length);
    let tell: (update: Update) => void = () => {};
    const first = await store.snapshot();
    const losing = await createFeed(
      {
        snapshot: async () => first,
        recent: async () => [],
        follow(onUpdate) {
          tell = onUpdate;
          return () => {};
        },
      },
      { codes: ['KGS', 'KZT'], admits: () => true },
    );
    hub.stop();
    hub = createHub(losing, () => new Date());
    const many = Array.from({ length: 40 }, () => listener());
    const begin = (epoch: string) => tell({ epoch, seq: 1, asOf: first.asOf, rates: first.rates });
    const epochs = (of: ReturnType<typeof listener>) => of.heard.map((it) => 'epoch' in it && it.epoch);

    inPieces();
    vi.advanceTimersByTime(1_000);
    clock.mockReturnValue(0);
    begin('secondepoch');
    vi.advanceTimersByTime(1);
    for (let turn = 0; turn < 5; turn += 1) await settle();
    expect(many.map(epochs)).toEqual(many.map(() => [first.epoch, 'secondepoch']));

    inPieces();
    begin('thirdepoch');
    await settle();
    begin('fourthepoch');
    const late = listener();
    for (let turn = 0; turn < 5; turn += 1) await settle();
    expect(epochs(late)).toEqual(['fourthepoch']);
    expect(many.every((it) => new Set(epochs(it)).size === epochs(it).length)).toBe(true);
  });

  it('forgets who left, also when it is told twice', async () => {
    const gone = listener();
    expect(hub.size).toBe(1);
    hub.leave(gone.joined);
    const next = listener();
    hub.leave(gone.joined);
    await commit(rateFor('KGS', '2'));
    await settle();
    expect([hub.size, gone.heard.length, next.heard.length]).toEqual([1, 1, 2]);
  });
});

describe('a resume', () => {
  it('replays what was missed, in order and in one write', async () => {
    const { epoch = '' } = feed.snapshot() ?? {};
    await commit(rateFor('KGS', '2'));
    await commit(rateFor('TMT', '3.6'));
    await commit(rateFor('KZT', '2'));
    const back = listener(null, { epoch, seq: 1 });
    expect(brief(back.heard)).toEqual(['update 2 KGS2', 'update 4 KZT2']);
    expect(back.ear.writes).toHaveLength(1);
    await commit(rateFor('KGS', '3'));
    await settle();
    expect(brief(back.heard).slice(2)).toEqual(['update 5 KGS3']);
  });

  it('comes in pieces to whom does not drain, with nothing left out and nothing before its turn', async () => {
    const { epoch = '' } = feed.snapshot() ?? {};
    for (let figure = 0; figure < 500; figure += 1) await commit(rateFor('KGS', `1.${figure}1`));
    const back = listener(null, { epoch, seq: 1 }, true);
    const perPiece = back.heard.length;
    expect(JSON.stringify(back.heard).length).toBeLessThan(20_000);
    await commit(rateFor('KZT', '9'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(back.heard).toHaveLength(perPiece);
    for (let piece = 0; piece < 50; piece += 1) {
      back.drain();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(back.heard.map((it) => 'seq' in it && it.seq)).toEqual(
      Array.from({ length: 501 }, (_, i) => i + 2),
    );
  });

  it('is silent when nothing was missed', async () => {
    const { epoch = '', seq = 0 } = feed.snapshot() ?? {};
    expect(listener(null, { epoch, seq }).heard).toEqual([]);
  });

  it.each([
    ['another epoch', 'otherepoch', 1],
    ['a position ahead of ours', null, 7],
  ])('is a snapshot from %s', async (_name, other, seq) => {
    const epoch = other ?? feed.snapshot()?.epoch ?? '';
    expect(brief(listener(null, { epoch, seq }).heard)).toEqual(['snapshot 1 KZT1,KGS1']);
  });
});

describe('a resume from further back than the log reaches', () => {
  it('is a snapshot', async () => {
    const { epoch = '' } = feed.snapshot() ?? {};
    for (let figure = 0; figure < 1_000; figure += 1) await commit(rateFor('KGS', `1.${figure}1`));
    expect(listener(null, { epoch, seq: 1 }).heard).toHaveLength(1_000);
    await commit(rateFor('KGS', '2'));
    expect(brief(listener(null, { epoch, seq: 1 }).heard)).toEqual(['snapshot 1002 KZT1,KGS2']);
  });
});

describe('a selection', () => {
  it('changes with an answer and a snapshot in one write, and nothing is sent for what it lost', async () => {
    const one = listener(['KGS']);
    hub.select(one.joined, new Set(['KZT']), { type: 'subscribed', codes: ['KZT'], id: 7 });
    await commit(rateFor('KGS', '2'));
    await commit(rateFor('KZT', '2'));
    await settle();
    expect(brief(one.heard)).toEqual(['snapshot 1 KGS1', 'subscribed', 'snapshot 1 KZT1', 'update 3 KZT2']);
    expect(one.ear.writes).toHaveLength(3);
  });

  it('may be empty', async () => {
    const none = listener([]);
    await commit(rateFor('KGS', '2'));
    await settle();
    expect(brief(none.heard)).toEqual(['snapshot 1 ']);
  });
});

describe('a listener that does not drain', () => {
  it('is told the newest value of each currency once it does, and nobody else less', async () => {
    const slow = listener();
    const quick = listener();
    slow.stall();
    for (const figure of ['2', '3', '4']) {
      await commit(rateFor('KGS', figure));
      await settle();
    }
    await commit(rateFor('KZT', '9'));
    await settle();
    slow.drain();
    await vi.advanceTimersByTimeAsync(200);
    await commit(rateFor('KGS', '5'));
    await settle();
    // The first change was on its way before anybody could know.
    expect(brief(slow.heard)).toEqual([
      'snapshot 1 KZT1,KGS1',
      'update 2 KGS2',
      'update 5 KZT9,KGS4',
      'update 6 KGS5',
    ]);
    expect(quick.heard).toHaveLength(6);
  });

  it('gets a few changes in order when it drains soon', async () => {
    const slow = listener();
    slow.ear.backlog = 100;
    for (const figure of ['2', '3']) {
      await commit(rateFor('KGS', figure));
      await settle();
    }
    slow.drain();
    await vi.advanceTimersByTimeAsync(200);
    expect(brief(slow.heard)).toEqual(['snapshot 1 KZT1,KGS1', 'update 2 KGS2', 'update 3 KGS3']);
  });

  it('is cut after thirty seconds, once, and gets nothing more', async () => {
    const slow = listener();
    slow.stall();
    await commit(rateFor('KGS', '2'));
    await settle();
    await vi.advanceTimersByTimeAsync(TOO_SLOW_MS - 1_000);
    await commit(rateFor('KGS', '3'));
    expect(slow.ear.isCut).toBe(false);
    await vi.advanceTimersByTimeAsync(1_200);
    expect(slow.ear.isCut).toBe(true);
    slow.ear.isCut = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(slow.ear.isCut).toBe(false);
    expect(slow.heard).toHaveLength(2);
  });
});

describe('the heartbeat', () => {
  it('comes to those that heard nothing for fifteen seconds, with the position they were served up to', async () => {
    const all = listener();
    const kzt = listener(['KZT']);
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS - 2_000);
    await commit(rateFor('KGS', '2'));
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS - 2_000);
    expect(brief(all.heard)).toEqual(['snapshot 1 KZT1,KGS1', 'update 2 KGS2']);
    expect(kzt.heard.at(-1)).toMatchObject({ type: 'heartbeat', seq: 2 });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(all.heard.at(-1)).toMatchObject({ type: 'heartbeat', seq: 2, epoch: feed.snapshot()?.epoch });
  });
});
