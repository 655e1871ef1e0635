import { describe, expect, it } from 'vitest';
import { createEmbeddedStore } from '../../../src/store/embedded/store.ts';
import { createScriptedSource } from '../../support/banks/scripted-source.ts';
import { fixingOf } from '../../support/figures.ts';
import { createQuietLog } from '../../support/recorded-log.ts';

const openStore = () => createEmbeddedStore({ files: null, log: createQuietLog().log });

describe('a gap of holidays', () => {
  it('is read once from the archive, and the change stays', async () => {
    let walks = 0;
    const store = await openStore();
    const scripted = createScriptedSource(store, {
      async *earlier(_reading, code, before) {
        walks += 1;
        if (before > '2026-04-01') yield { ...fixingOf(code, '470.00', '2026-03-20') };
      },
    });
    await store.commit({ rates: [], fixings: [fixingOf('KZT', '470.00', '2026-03-20')] });
    const first = await scripted.pollWith('2026-04-01T11:00:00Z', '2026-04-02', '475.09');
    expect(first.shown).toBe('2026-04-02 475.09 live -1.07');
    const afterFirst = walks;
    for (const minute of ['05', '10', '15'])
      expect(
        (await scripted.pollWith(`2026-04-01T11:${minute}:00Z`, '2026-04-02', '475.09')).shown,
      ).toContain('-1.07');
    expect(walks).toBe(afterFirst);
  });

  it('is read less and less often while the archive has no such day', async () => {
    let walks = 0;
    const store = await openStore();
    const scripted = createScriptedSource(store, {
      // biome-ignore lint/correctness/useYield: an archive without a bulletin.
      async *earlier() {
        walks += 1;
      },
    });
    for (let minutes = 0; minutes < 24 * 60; minutes += 5) {
      const at = new Date(Date.parse('2026-04-01T11:00:00Z') + minutes * 60_000).toISOString();
      await scripted.pollWith(at, '2026-04-02', '475.09');
    }
    expect(walks).toBeLessThan(20);
  });
});
