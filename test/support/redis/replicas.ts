// test: stores on one Redis for the tests of a file.
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { Log } from '../../../src/log.ts';
import type { connectRedis } from '../../../src/store/redis/connection.ts';
import type { Store } from '../../../src/store/store.ts';
import { type RedisServer, startRedis } from './servers.ts';
import { newPrefix, openReplica } from './stores.ts';

/** Starts one Redis for a file. Each test has a new prefix, and its replicas are closed at its end. */
export function useReplicas(log?: Log) {
  let redis: RedisServer;
  let prefix: string;
  let open: Store[];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.remove());
  beforeEach(() => {
    prefix = newPrefix();
    open = [];
  });
  afterEach(async () => {
    await Promise.all(open.map((store) => store.close()));
  });
  return {
    redis: () => redis,
    /** The name of one of the service's keys. */
    key: (name: string) => `{${prefix}}:${name}`,
    /** Opens another replica; `connect` can insert failures. */
    join(connect?: typeof connectRedis): Store {
      const store = openReplica(`redis://127.0.0.1:${redis.port}`, prefix, log, connect);
      open.push(store);
      return store;
    },
    /** Closes one replica before the end of its test. */
    async close(store: Store): Promise<void> {
      open = open.filter((it) => it !== store);
      await store.close();
    },
  };
}
