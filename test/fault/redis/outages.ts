// fault: Redis is absent, ends, restarts empty, or is suspended. Listeners must not be affected.

import type { FaultRow } from '../../support/fault/table.ts';
import { listenWs, type RecordedStream } from '../../support/listeners/recorded-streams.ts';
import { type RedisServer, startRedis } from '../../support/redis/servers.ts';
import { type ServiceChild, startChild } from '../../support/service/child.ts';
import { leads, startFleet } from '../../support/service/fleet.ts';
import { watchRates } from '../../support/service/watch-rates.ts';
import { until } from '../../support/until.ts';

const AWAY_MS = 60_000;
const PAUSED_MS = 15_000;
/** Without a fault, for comparison: a busy machine answers late also without a fault. */
const CALM_MS = 5_000;
const EACH = 10;
/** Some fifty requests a second: an outage of a twentieth of a second is one of them. */
const PAUSE_MS = 20;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const urlOf = (redis: RedisServer) => `redis://127.0.0.1:${redis.port}`;
const s = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** Opens `EACH` streams of every replica, and waits for the first message of each. */
async function openStreams(replicas: readonly ServiceChild[]): Promise<RecordedStream[]> {
  const origins = replicas.flatMap(({ origin }) => Array.from({ length: EACH }, () => origin));
  const streams = await Promise.all(origins.map((origin) => listenWs(`${origin}/ws`)));
  await until('the streams', () => streams.every(({ messages }) => messages.length > 0));
  return streams;
}

/** The number of streams that the service closed. */
const droppedOf = (streams: readonly RecordedStream[]) => streams.filter(({ ended }) => ended !== 0).length;

async function absentAtStart(): Promise<FaultRow> {
  const redis = await startRedis();
  await redis.signal('SIGKILL');
  const replica = await startChild({ REDIS_URL: urlOf(redis), SOURCES: 'seed' });
  const status = async (path: string) => (await fetch(replica.origin + path)).status;
  const [health, ready] = [await status('/healthz'), await status('/readyz')];
  await redis.start();
  const started = performance.now();
  await until('ready', async () => (await status('/readyz')) === 200);
  const took = performance.now() - started;
  await replica.end();
  await redis.remove();
  return {
    id: 'R1',
    fault: 'Redis absent at start',
    measured: `/healthz ${health}, /readyz ${ready}, ready ${s(took)} after its start`,
    due: '200, 503, 3 s',
    passed: health === 200 && ready === 503 && took <= 3_000,
  };
}

async function gone(): Promise<FaultRow> {
  const redis = await startRedis(['--appendonly', 'yes']);
  const fleet = await startFleet(3, { REDIS_URL: urlOf(redis) });
  await fleet.untilEqual();
  const streams = await openStreams(fleet.replicas);
  const calm = watchRates(fleet.replicas, { pauseMs: PAUSE_MS });
  await sleep(CALM_MS);
  const { p99Ms: usualMs } = await calm.stop();
  const watch = watchRates(fleet.replicas, { pauseMs: PAUSE_MS });
  await redis.signal('SIGKILL');
  await sleep(AWAY_MS / 2);
  const figure = await fleet.publish();
  await sleep(AWAY_MS / 2);
  await redis.start();
  const took = await fleet.untilEqual();
  const lost = (await fleet.snapshotOf(0)).rates[0]?.inverse === figure ? 0 : 1;
  const { asked, failed, p99Ms } = await watch.stop();
  const dropped = droppedOf(streams);
  for (const stream of streams) stream.close();
  await fleet.stop();
  await redis.remove();
  return {
    id: 'R2',
    fault: `Redis absent for ${AWAY_MS / 1000} s, a change meanwhile`,
    measured: `${failed} of ${asked} requests failed, ${dropped} of ${3 * EACH} streams dropped, p99 ${p99Ms.toFixed(0)} ms (${usualMs.toFixed(0)} before), equal after ${s(took)}, ${lost} lost`,
    due: '0, 0, 50 ms, 3 s, 0',
    passed: failed + dropped + lost === 0 && p99Ms < 50 && took <= 3_000,
  };
}

async function emptied(): Promise<FaultRow> {
  const redis = await startRedis();
  const fleet = await startFleet(3, { REDIS_URL: urlOf(redis) });
  await fleet.publish();
  await fleet.untilEqual();
  const before = await fleet.snapshotOf(0);
  const streams = await openStreams(fleet.replicas);
  const watch = watchRates(fleet.replicas, { pauseMs: PAUSE_MS });
  await redis.signal('SIGKILL');
  await redis.start();
  const started = performance.now();
  await until('refilled', async () => (await redis.cli('hlen', '{ticker}:rates')) === '1');
  const took = performance.now() - started;
  const epoch = await redis.cli('hget', '{ticker}:head', 'epoch');
  await until('the listeners have the new epoch', () =>
    streams.every(({ messages }) => messages.some((it) => 'epoch' in it && it.epoch === epoch)),
  );
  await fleet.untilEqual();
  const { asked, failed } = await watch.stop();
  const dropped = droppedOf(streams);
  const after = await fleet.snapshotOf(0);
  const kept = JSON.stringify(after.rates) === JSON.stringify(before.rates) && after.epoch !== before.epoch;
  for (const stream of streams) stream.close();
  await fleet.stop();
  await redis.remove();
  return {
    id: 'R3',
    fault: 'Redis restarts empty',
    measured: `${failed} of ${asked} answers empty, refilled after ${s(took)}, ${dropped} streams dropped, values kept under a new epoch: ${kept}`,
    due: '0, 5 s, 0, true',
    passed: failed + dropped === 0 && took <= 5_000 && kept,
  };
}

async function stopped(): Promise<FaultRow> {
  const redis = await startRedis();
  const fleet = await startFleet(3, { REDIS_URL: urlOf(redis) });
  await fleet.untilEqual();
  const place = await fleet.leader();
  const leader = fleet.replicas[place];
  if (leader === undefined) throw new Error('no leader');
  const watch = watchRates(fleet.replicas, { pauseMs: PAUSE_MS });
  const leaseMs = Number(await redis.cli('pttl', '{ticker}:lease'));
  const paused = performance.now();
  await redis.signal('SIGSTOP');
  await until('stepped down', async () => !(await leads(leader)));
  const steppedDown = performance.now() - paused;
  await sleep(PAUSED_MS - steppedDown);
  await fleet.publish();
  const { asked, failed, p99Ms } = await watch.stop();
  await redis.signal('SIGCONT');
  const took = await fleet.untilEqual();
  await fleet.stop();
  await redis.remove();
  return {
    id: 'R4',
    fault: `Redis stopped (SIGSTOP) for ${PAUSED_MS / 1000} s`,
    measured: `${failed} of ${asked} requests failed, p99 ${p99Ms.toFixed(0)} ms, stepped down ${s(leaseMs - steppedDown)} before the lease's end, equal ${s(took)} after its return`,
    due: '0, 50 ms, before, 5 s',
    passed: failed === 0 && p99Ms < 50 && steppedDown < leaseMs && took <= 5_000,
  };
}

export async function run(): Promise<FaultRow[]> {
  return [await absentAtStart(), await gone(), await emptied(), await stopped()];
}
