// fault: failovers of the master: behind one address, by sentinels, in a cluster.

import type { FaultRow } from '../../support/fault/table.ts';
import { startRelay } from '../../support/network/relay.ts';
import { type RedisServer, startCluster, startRedis, startSentinels } from '../../support/redis/servers.ts';
import { type Fleet, startFleet } from '../../support/service/fleet.ts';
import { until } from '../../support/until.ts';

const s = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** Log lines of all replicas that contain a text. */
const linesWith = (fleet: Fleet, text: string) =>
  fleet.replicas.flatMap((it) => it.lines).filter((line) => JSON.stringify(line).includes(text)).length;

async function behindOneAddress(): Promise<FaultRow> {
  const master = await startRedis();
  const replica = await startRedis(['--replicaof', '127.0.0.1', String(master.port)]);
  await until('the replica', async () =>
    (await replica.cli('info', 'replication')).includes('link_status:up'),
  );
  const relay = await startRelay(master.port);
  const fleet = await startFleet(2, { REDIS_URL: `redis://127.0.0.1:${relay.port}` });
  await fleet.untilEqual();
  await replica.cli('replicaof', 'no', 'one');
  const promoted = performance.now();
  relay.switchTo(replica.port);
  await master.cli('replicaof', '127.0.0.1', String(replica.port));
  const figure = await fleet.publish();
  await until('a write', async () => (await replica.cli('hvals', '{ticker}:rates')).includes(figure));
  const took = performance.now() - promoted;
  await fleet.untilEqual();
  await fleet.stop();
  await relay.close();
  for (const it of [master, replica]) await it.remove();
  return {
    id: 'R5',
    fault: 'READONLY: the old master continues as a replica behind the same address',
    measured: `first good write ${s(took)} after the promotion`,
    due: '5 s',
    passed: took <= 5_000,
  };
}

/** Kills a master. Returns the time until a write, and until all replicas are equal. */
async function killMaster(fleet: Fleet, master: RedisServer): Promise<{ write: number; equal: number }> {
  await fleet.untilEqual();
  const before = await fleet.snapshotOf(0);
  await master.signal('SIGKILL');
  const killed = performance.now();
  const figure = await fleet.publish();
  await until('a write', async () => {
    const { rates } = await fleet.snapshotOf(await fleet.leader());
    return rates[0]?.inverse === figure;
  });
  const write = performance.now() - killed;
  await fleet.untilEqual();
  const equal = performance.now() - killed;
  const after = await fleet.snapshotOf(0);
  if (after.epoch === before.epoch) throw new Error('a failover went by without a new epoch');
  return { write, equal };
}

function rowOf(what: string, { write, equal }: { write: number; equal: number }, crossed: number): FaultRow {
  return {
    id: 'R6',
    fault: what,
    measured: `writes resumed after ${s(write)}, replicas equal after ${s(equal)}, ${crossed} CROSSSLOT`,
    due: '15 s, 20 s, 0',
    passed: write <= 15_000 && equal <= 20_000 && crossed === 0,
  };
}

async function bySentinels(): Promise<FaultRow> {
  const sentinels = await startSentinels();
  const fleet = await startFleet(3, { REDIS_URL: sentinels.url });
  const took = await killMaster(fleet, sentinels.master);
  const row = rowOf('Sentinel failover: the master killed', took, linesWith(fleet, 'CROSSSLOT'));
  await fleet.stop();
  await sentinels.remove();
  return row;
}

async function inCluster(): Promise<FaultRow> {
  const cluster = await startCluster();
  const fleet = await startFleet(3, { REDIS_URL: cluster.url });
  await fleet.untilEqual();
  const took = await killMaster(fleet, await cluster.masterOf('{ticker}:head'));
  const row = rowOf('Cluster: the master of our slot killed', took, linesWith(fleet, 'CROSSSLOT'));
  await fleet.stop();
  await cluster.remove();
  return row;
}

export async function run(): Promise<FaultRow[]> {
  return [await behindOneAddress(), await bySentinels(), await inCluster()];
}
