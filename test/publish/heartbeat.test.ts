import { describe, expect, it, vi } from 'vitest';
import { HEARTBEAT_MS } from '../../src/publish/heartbeat.ts';
import { rateFor } from '../support/figures.ts';
import { brief } from '../support/listeners/brief.ts';
import { useHub } from '../support/listeners/hub-listeners.ts';

const { parts, commit, listener } = useHub();

describe('the heartbeat', () => {
  it('is sent to listeners without a message for fifteen seconds, with their position', async () => {
    const all = listener();
    const kzt = listener(['KZT']);
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS - 2_000);
    await commit(rateFor('KGS', '2'));
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS - 2_000);
    expect(brief(all.messages)).toEqual(['snapshot 1 KZT1,KGS1', 'update 2 KGS2']);
    expect(kzt.messages.at(-1)).toMatchObject({ type: 'heartbeat', seq: 2 });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(all.messages.at(-1)).toMatchObject({
      type: 'heartbeat',
      seq: 2,
      epoch: parts().feed.snapshot()?.epoch,
    });
  });
});
