// fault: faults of the leader. `npm run test:fault -- leader`: 20 kills and a minute of polls, with `--long` 100
// kills and ten minutes.
import { addDays, isWeekend } from '../../src/rates/date.ts';
import { openBank } from '../support/banks/bank.ts';
import { type Figures, nbkPages } from '../support/banks/documents.ts';
import type { FaultRow } from '../support/fault/table.ts';
import { type RedisServer, startRedis } from '../support/redis/servers.ts';
import { type Fleet, startFleet } from '../support/service/fleet.ts';
import { metric } from '../support/service/metric.ts';

const IS_LONG = process.argv.includes('--long');
const KILLS = IS_LONG ? 100 : 20;
const POLLED_S = IS_LONG ? 600 : 60;
const FROZEN_MS = 30_000;
/** The time between two figures of the bank: each poll reads at most one new figure. */
const FIGURE_MS = 3_000;

const s = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface PollingFleet {
  fleet: Fleet;
  redis: RedisServer;
  stop(): Promise<void>;
}

/** Replicas that poll a bank every second. It prints corrections of its last working day, each within its band. */
async function startPollingFleet(replicas: number): Promise<PollingFleet> {
  let newest = new Date().toISOString().slice(0, 10);
  while (isWeekend(newest, [0, 1])) newest = addDays(newest, -1);
  let before = addDays(newest, -1);
  while (isWeekend(before, [0, 1])) before = addDays(before, -1);
  const figures: Figures = { [before]: '87.0000' };
  const bank = await openBank(nbkPages(figures));
  const redis = await startRedis();
  const env = {
    REDIS_URL: `redis://127.0.0.1:${redis.port}`,
    SOURCES: 'nbk',
    NBK_ORIGIN: bank.origin,
    POLL_CRON: '* * * * * *',
    BACKFILL_DAYS: '0',
  };
  const fleet = await startFleet(replicas, env, (figure) => {
    figures[newest] = figure;
  });
  await fleet.untilEqual();
  return {
    fleet,
    redis,
    async stop() {
      await fleet.stop();
      await redis.remove();
      await bank.close();
    },
  };
}

async function killed(): Promise<FaultRow> {
  const { fleet, stop } = await startPollingFleet(3);
  const took: number[] = [];
  let missed = 0;
  for (let count = 0; count < KILLS; count += 1) {
    const place = await fleet.leader();
    await fleet.replicas[place]?.end('SIGKILL');
    const killedMs = performance.now();
    await fleet.publish();
    await fleet.leader();
    took.push(performance.now() - killedMs);
    await fleet.untilEqual().catch(() => {
      missed += 1;
    });
    await fleet.replace(place);
  }
  await stop();
  const slowest = Math.max(...took);
  return {
    id: 'L1',
    fault: `the leader killed (SIGKILL) ${KILLS} times, a publication each time`,
    measured: `a new one after ${s(Math.min(...took))} to ${s(slowest)}, ${missed} publications missed`,
    due: '11 s, 0',
    passed: slowest <= 11_000 && missed === 0,
  };
}

/** Every entry of the log of changes: its position, and the token of its commit. */
async function readLog(redis: RedisServer): Promise<{ epoch: string; seq: number; token: number }[]> {
  const text = await redis.cli('--json', 'xrange', '{ticker}:log', '-', '+');
  return (JSON.parse(text) as [string, string[]][]).map(([, fields]) => {
    const { epoch, seq } = JSON.parse(fields[1] ?? '') as { epoch: string; seq: number };
    return { epoch, seq, token: Number(fields[3]?.split(' ')[1]) };
  });
}

async function frozen(): Promise<FaultRow> {
  const { fleet, redis, stop } = await startPollingFleet(3);
  const place = await fleet.leader();
  const leader = fleet.replicas[place]?.process;
  const printing = setInterval(() => void fleet.publish(), FIGURE_MS / 2);
  leader?.kill('SIGSTOP');
  await sleep(FROZEN_MS);
  const during = await readLog(redis);
  leader?.kill('SIGCONT');
  await sleep(5_000);
  clearInterval(printing);
  await fleet.untilEqual();
  const log = await readLog(redis);
  const last = during.at(-1)?.token ?? 0;
  const stale = log.slice(during.length).filter(({ token }) => token < last).length;
  const outOfOrder = log.filter(({ epoch, seq, token }, index) => {
    const before = log[index - 1];
    return before !== undefined && (epoch !== before.epoch || seq !== before.seq + 1 || token < before.token);
  }).length;
  const led = new Set(log.map(({ token }) => token)).size;
  await stop();
  return {
    id: 'L2',
    fault: `the leader frozen ${FROZEN_MS / 1000} s, then woken, a figure every ${FIGURE_MS / 2000} s`,
    measured: `${stale} stale commits, ${outOfOrder} out of order of ${log.length}, by ${led} leaders`,
    due: '0, 0, by 2 leaders',
    passed: stale + outOfOrder === 0 && led === 2 && log.length > during.length,
  };
}

async function five(): Promise<FaultRow> {
  const { fleet, stop } = await startPollingFleet(5);
  const polls = async () => {
    const counts = await Promise.all(fleet.replicas.map((it) => metric(it, 'ticker_polls_total')));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  const before = await fleet.snapshotOf(0);
  const [polledBefore, startMs] = [await polls(), performance.now()];
  let changes = 0;
  while (performance.now() - startMs < POLLED_S * 1_000) {
    await fleet.publish();
    changes += 1;
    await sleep(FIGURE_MS);
    await fleet.untilEqual();
  }
  const polled = (await polls()) - polledBefore;
  const planned = (performance.now() - startMs) / 1_000;
  const after = await fleet.snapshotOf(0);
  const steps = after.epoch === before.epoch ? after.seq - before.seq : Number.NaN;
  await stop();
  return {
    id: 'L3',
    fault: `five replicas for ${POLLED_S} s, polling every second`,
    measured: `${polled} polls of ${planned.toFixed(0)} planned (×${(polled / planned).toFixed(3)}), ${steps} positions for ${changes} changes`,
    due: '×1.02, one each',
    // A second that is only partly counted is one poll more or less.
    passed: polled <= planned * 1.02 + 1 && polled >= planned * 0.9 && steps === changes,
  };
}

export async function run(): Promise<FaultRow[]> {
  return [await killed(), await frozen(), await five()];
}
