import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStateFiles, type StateFiles } from '../../src/store/embedded/state-files.ts';
import { createEmbeddedStore } from '../../src/store/embedded/store.ts';
import { createTurn } from '../../src/turn.ts';
import { createQuietLog } from '../support/recorded-log.ts';
import { asStaged, createStage, describeTurns, type Staged } from './turns.ts';

const { log } = createQuietLog();
let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ticker-'));
});
afterAll(() => rm(root, { recursive: true }));

async function open(): Promise<Staged> {
  const dir = await mkdtemp(join(root, 'store-'));
  const stage = createStage();
  const disk = await openStateFiles(dir);
  const files: StateFiles = {
    ...disk,
    saveSnapshot: (snapshot) => asStaged(stage, () => disk.saveSnapshot(snapshot)),
    saveFixings: (fixings) => asStaged(stage, () => disk.saveFixings(fixings)),
  };
  const store = await createEmbeddedStore({ files, log });
  return {
    store,
    stage,
    async shownElsewhere() {
      await store.close();
      const next = await createEmbeddedStore({ files: await openStateFiles(dir), log });
      const shown = await next.snapshot();
      await next.close();
      return shown;
    },
  };
}

describeTurns('two writers of the embedded store', open);

describe('a turn', () => {
  it('continues with the next task after a failure, in the order of the calls', async () => {
    const turn = createTurn();
    const done: string[] = [];
    const first = turn.take(async () => {
      await Promise.resolve();
      done.push('first');
      throw new Error('no');
    });
    const second = turn.take(async () => void done.push('second'));
    await expect(first).rejects.toThrow('no');
    await second;
    expect(done).toEqual(['first', 'second']);
  });
});
