import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFeed } from '../../../src/publish/feed.ts';
import { createHub } from '../../../src/publish/hub.ts';
import type { Update } from '../../../src/rates/wire.ts';
import { rateFor } from '../../support/figures.ts';
import { brief } from '../../support/listeners/brief.ts';
import { joinListener, openHub, settle } from '../../support/listeners/hub-listeners.ts';

type Opened = Awaited<ReturnType<typeof openHub>>;
let store: Opened['store'];
let hub: Opened['hub'];
let commit: Opened['commit'];
let frames = 0;
const counted = {
  onFrame: () => {
    frames += 1;
  },
};
const listener = (codes: string[] | null = null) => joinListener(hub, codes, null, counted);

beforeEach(async () => {
  vi.useFakeTimers();
  ({ store, hub, commit } = await openHub());
});
afterEach(() => {
  hub.stop();
  vi.useRealTimers();
});

describe('the hub', () => {
  it('sends the snapshot first, then every change in order', async () => {
    const all = listener();
    await commit(rateFor('KGS', '2'));
    await settle();
    await commit(rateFor('KZT', '2'), rateFor('KGS', '3'));
    await settle();
    expect(brief(all.messages)).toEqual(['snapshot 1 KZT1,KGS1', 'update 2 KGS2', 'update 3 KZT2,KGS3']);
  });

  it('sends only the selected codes', async () => {
    const kzt = listener(['KZT']);
    await commit(rateFor('KGS', '2'));
    await commit(rateFor('KZT', '2'), rateFor('KGS', '3'));
    await settle();
    expect(brief(kzt.messages)).toEqual(['snapshot 1 KZT1', 'update 3 KZT2']);
  });

  it('sends the changes of one turn in one write', async () => {
    const all = listener();
    for (let figure = 1; figure <= 100; figure += 1) await commit(rateFor('KGS', `${figure}.5`));
    await settle();
    expect(all.target.writes.map((messages) => messages.length)).toEqual([1, 100]);
  });

  it('encodes a change once for each selection, for any number of listeners', async () => {
    for (let count = 0; count < 50; count += 1) listener(count % 2 === 0 ? ['KGS'] : null);
    frames = 0;
    await commit(rateFor('KGS', '2'));
    await settle();
    expect(frames).toBe(2);
  });

  it('sends only the second of two changes to a listener that joins between them', async () => {
    await commit(rateFor('KGS', '2'));
    const late = listener();
    await commit(rateFor('KGS', '3'));
    await settle();
    expect(brief(late.messages)).toEqual(['snapshot 2 KZT1,KGS2', 'update 3 KGS3']);
  });

  it('lets other work run during a long fan-out, and skips no listener', async () => {
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
    expect(many.slice(0, 39).every(({ messages }) => messages.length === 2)).toBe(true);
    expect(brief(late.messages)).toEqual(['snapshot 2 KZT1,KGS2']);
    expect(turns).toBeGreaterThan(2);
  });

  it('sends no second snapshot when an epoch begins during a fan-out or a round of heartbeats', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const inPieces = () => clock.mockImplementation(() => 10 * clock.mock.calls.length);
    let tell: (update: Update) => void = () => {};
    const first = await store.snapshot();
    let shown = first;
    const losing = createFeed(
      {
        snapshot: () => shown,
        recent: () => [],
        history: () => [],
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
    const begin = (epoch: string) => {
      shown = { ...first, epoch, seq: 1 };
      tell({ epoch, seq: 1, asOf: first.asOf, rates: first.rates });
    };
    const epochs = (of: ReturnType<typeof listener>) => of.messages.map((it) => 'epoch' in it && it.epoch);

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

  it('removes a listener that left, also after a second call', async () => {
    const gone = listener();
    expect(hub.size).toBe(1);
    hub.leave(gone.joined);
    const next = listener();
    hub.leave(gone.joined);
    await commit(rateFor('KGS', '2'));
    await settle();
    expect([hub.size, gone.messages.length, next.messages.length]).toEqual([1, 1, 2]);
  });
});
