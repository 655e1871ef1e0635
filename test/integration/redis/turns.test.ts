import { afterAll, beforeAll } from 'vitest';
import { connectRedis } from '../../../src/store/redis/connection.ts';
import { COMMIT, READ_STATE } from '../../../src/store/redis/scripts.ts';
import type { Store } from '../../../src/store/store.ts';
import { asStaged, createStage, describeTurns, type Staged } from '../../store/turns.ts';
import { type RedisServer, startRedis } from '../../support/redis/servers.ts';
import { firstTerm, newPrefix, openReplica } from '../../support/redis/stores.ts';

let redis: RedisServer;
const stores = new Set<Store>();
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(async () => {
  await Promise.all([...stores].map((store) => store.close()));
  await redis.remove();
});

async function open(): Promise<Staged> {
  const prefix = newPrefix();
  const url = `redis://127.0.0.1:${redis.port}`;
  const stage = createStage();
  const connect: typeof connectRedis = (...args) => {
    const connection = connectRedis(...args);
    return {
      ...connection,
      run(script, keys, values) {
        const run = () => connection.run(script, keys, values);
        // The scripts that a change waits for: the commit, and the full look after one that was computed from an
        // older state.
        const isStaged = script === COMMIT || (script === READ_STATE && values[2] === '1');
        return isStaged ? asStaged(stage, run, (answer) => (answer as string[])[0] === 'kept') : run();
      },
    };
  };
  const replica = openReplica(url, prefix, undefined, connect);
  stores.add(replica);
  const { store } = await firstTerm(replica);
  return {
    store,
    stage,
    async shownElsewhere() {
      const other = openReplica(url, prefix);
      const shown = await other.snapshot();
      await Promise.all([replica.close(), other.close()]);
      stores.delete(replica);
      return shown;
    },
  };
}

describeTurns('two writers of the store over Redis', open);
