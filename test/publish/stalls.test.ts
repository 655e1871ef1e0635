import { describe, expect, it, vi } from 'vitest';
import { TOO_SLOW_MS } from '../../src/publish/stalls.ts';
import { rateFor } from '../support/figures.ts';
import { brief } from '../support/listeners/brief.ts';
import { settle, useHub } from '../support/listeners/hub-listeners.ts';

const { commit, listener } = useHub();

describe('a listener that does not drain', () => {
  it('gets the newest value of each currency when it drains, and the others get every change', async () => {
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
    // The first change was written before the stall was known.
    expect(brief(slow.messages)).toEqual([
      'snapshot 1 KZT1,KGS1',
      'update 2 KGS2',
      'update 5 KZT9,KGS4',
      'update 6 KGS5',
    ]);
    expect(quick.messages).toHaveLength(6);
  });

  it('gets a few changes in order when it drains soon', async () => {
    const slow = listener();
    slow.target.backlog = 100;
    for (const figure of ['2', '3']) {
      await commit(rateFor('KGS', figure));
      await settle();
    }
    slow.drain();
    await vi.advanceTimersByTimeAsync(200);
    expect(brief(slow.messages)).toEqual(['snapshot 1 KZT1,KGS1', 'update 2 KGS2', 'update 3 KGS3']);
  });

  it('is closed once after thirty seconds, and gets nothing more', async () => {
    const slow = listener();
    slow.stall();
    await commit(rateFor('KGS', '2'));
    await settle();
    await vi.advanceTimersByTimeAsync(TOO_SLOW_MS - 1_000);
    await commit(rateFor('KGS', '3'));
    expect(slow.target.isCut).toBe(false);
    await vi.advanceTimersByTimeAsync(1_200);
    expect(slow.target.isCut).toBe(true);
    slow.target.isCut = false;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(slow.target.isCut).toBe(false);
    expect(slow.messages).toHaveLength(2);
  });
});
