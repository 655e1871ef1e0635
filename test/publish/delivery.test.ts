import { describe, expect, it, vi } from 'vitest';
import { rateFor } from '../support/figures.ts';
import { brief } from '../support/listeners/brief.ts';
import { settle, useHub } from '../support/listeners/hub-listeners.ts';

const { parts, commit, listener } = useHub();

describe('a resume', () => {
  it('replays the missed changes in order and in one write', async () => {
    const { epoch = '' } = parts().feed.snapshot() ?? {};
    await commit(rateFor('KGS', '2'));
    await commit(rateFor('TMT', '3.6'));
    await commit(rateFor('KZT', '2'));
    const back = listener(null, { epoch, seq: 1 });
    expect(brief(back.messages)).toEqual(['update 2 KGS2', 'update 4 KZT2']);
    expect(back.target.writes).toHaveLength(1);
    await commit(rateFor('KGS', '3'));
    await settle();
    expect(brief(back.messages).slice(2)).toEqual(['update 5 KGS3']);
  });

  it('is sent in pieces to a listener that does not drain, complete and in order', async () => {
    const { epoch = '' } = parts().feed.snapshot() ?? {};
    for (let figure = 0; figure < 500; figure += 1) await commit(rateFor('KGS', `1.${figure}1`));
    const back = listener(null, { epoch, seq: 1 }, { isSlow: true });
    const perPiece = back.messages.length;
    expect(JSON.stringify(back.messages).length).toBeLessThan(20_000);
    await commit(rateFor('KZT', '9'));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(back.messages).toHaveLength(perPiece);
    for (let piece = 0; piece < 50; piece += 1) {
      back.drain();
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(back.messages.map((it) => 'seq' in it && it.seq)).toEqual(
      Array.from({ length: 501 }, (_, i) => i + 2),
    );
  });

  it('sends nothing when nothing was missed', async () => {
    const { epoch = '', seq = 0 } = parts().feed.snapshot() ?? {};
    expect(listener(null, { epoch, seq }).messages).toEqual([]);
  });

  it.each([
    ['another epoch', 'otherepoch', 1],
    ['a position ahead of ours', null, 7],
  ])('is a snapshot from %s', async (_name, other, seq) => {
    const epoch = other ?? parts().feed.snapshot()?.epoch ?? '';
    expect(brief(listener(null, { epoch, seq }).messages)).toEqual(['snapshot 1 KZT1,KGS1']);
  });
});

describe('a resume from before the log', () => {
  it('is a snapshot', async () => {
    const { epoch = '' } = parts().feed.snapshot() ?? {};
    for (let figure = 0; figure < 1_000; figure += 1) await commit(rateFor('KGS', `1.${figure}1`));
    expect(listener(null, { epoch, seq: 1 }).messages).toHaveLength(1_000);
    await commit(rateFor('KGS', '2'));
    expect(brief(listener(null, { epoch, seq: 1 }).messages)).toEqual(['snapshot 1002 KZT1,KGS2']);
  });
});

describe('a selection', () => {
  it('changes with an answer and a snapshot in one write, and removed codes are not sent', async () => {
    const one = listener(['KGS']);
    parts().hub.select(one.joined, new Set(['KZT']), { type: 'subscribed', codes: ['KZT'], id: 7 });
    await commit(rateFor('KGS', '2'));
    await commit(rateFor('KZT', '2'));
    await settle();
    expect(brief(one.messages)).toEqual([
      'snapshot 1 KGS1',
      'subscribed',
      'snapshot 1 KZT1',
      'update 3 KZT2',
    ]);
    expect(one.target.writes).toHaveLength(3);
  });

  it('may be empty', async () => {
    const none = listener([]);
    await commit(rateFor('KGS', '2'));
    await settle();
    expect(brief(none.messages)).toEqual(['snapshot 1 ']);
  });
});
