import { afterAll, beforeAll, describe } from 'vitest';
import { describeStore } from '../../store/contract.ts';
import {
  type RedisCluster,
  type RedisServer,
  type Sentinels,
  startCluster,
  startRedis,
  startSentinels,
} from '../../support/redis/servers.ts';
import { openLeader } from '../../support/redis/stores.ts';

describe('one redis-server', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.remove());
  describeStore('the store over Redis', () => openLeader(`redis://127.0.0.1:${redis.port}`));
});

describe('three sentinels', () => {
  let sentinels: Sentinels;
  beforeAll(async () => {
    sentinels = await startSentinels();
  });
  afterAll(() => sentinels.remove());
  describeStore('the store over Sentinel', () => openLeader(sentinels.url));
});

describe('three masters, each with a replica', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startCluster();
  });
  afterAll(() => cluster.remove());
  describeStore('the store over Cluster', () => openLeader(cluster.url));
});
