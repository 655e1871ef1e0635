import { afterAll, beforeAll, describe, it } from 'vitest';
import { createLog } from '../../../src/log.ts';
import type { RedisAddress } from '../../../src/store/redis/address.ts';
import { readRedisUrl } from '../../../src/store/redis/address.ts';
import { connectRedis } from '../../../src/store/redis/connection.ts';
import { type Relay, startRelay } from '../../support/network/relay.ts';
import { type Sentinels, startSentinels } from '../../support/redis/servers.ts';
import { until } from '../../support/until.ts';

let servers: Sentinels;
let relay: Relay;

beforeAll(async () => {
  servers = await startSentinels(1);
  relay = await startRelay(servers.sentinels[0]?.port ?? 0);
});
afterAll(async () => {
  await relay.close();
  await servers.remove();
});

describe('a connection by sentinels', () => {
  // ioredis 6.0 ends a client for ever when the news of a new master comes while it asks a sentinel for the master.
  it('returns after a failover that happened while it asked for the master', async () => {
    const address = readRedisUrl(`redis+sentinel://127.0.0.1:${relay.port}/ticker`) as RedisAddress;
    const redis = connectRedis(address, createLog('silent', process.stdout));
    const answers = () =>
      redis.run('return 1', [], []).then(
        (answer) => answer === 1,
        () => false,
      );
    await until('an answer', answers);
    // One of commands and one of reads, each with a subscription to the sentinel's news.
    const subscribers = async () =>
      (await servers.sentinels[0]?.cli('client', 'list', 'type', 'pubsub')) ?? '';
    await until('two subscriptions', async () => (await subscribers()).trim().split('\n').length === 2);

    const release = relay.hold();
    await servers.master.cli('client', 'kill', 'type', 'normal');
    await until('the connection is lost', async () => !(await answers()));
    const sentinel = async (...args: string[]) =>
      (await servers.sentinels[0]?.cli('sentinel', ...args)) ?? '';
    // Refused until the sentinel has heard from the replica again.
    await until('a failover', async () => (await sentinel('failover', 'ticker')).startsWith('OK'));
    // `get-master-addr-by-name` tells of it earlier, before the message to those that subscribe.
    const isMaster = new RegExp(`^port\\n${servers.replica.port}$`, 'm');
    await until('the message', async () => isMaster.test(await sentinel('master', 'ticker')));
    release();

    const reads = () =>
      redis.read('nothing', '$').then(
        () => true,
        () => false,
      );
    await until('an answer', answers, 10_000);
    await until('a read', reads, 10_000);
    redis.close();
  });
});
