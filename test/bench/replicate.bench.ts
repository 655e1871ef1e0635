// bench: from the leader's commit to a listener of another replica, compared with a bare PUBLISH → message in one
// run.
import { Redis } from 'ioredis';
import { WebSocket } from 'ws';
import { rateFor } from '../support/figures.ts';
import { startRedis } from '../support/redis/servers.ts';
import { firstTerm, openReplica } from '../support/redis/stores.ts';
import { startChild } from '../support/service/child.ts';
import { until } from '../support/until.ts';
import { median } from './table.ts';

const ROUNDS = 2_000;
const WARM_UP = 200;
const GAP_MS = 4;
/** Every hop is much faster; a slower one is a fault and ends the run. */
const LOST_MS = 5_000;

/** Milliseconds from the start of an action until its message. */
type Hop = (round: number) => Promise<number>;

/** Measures the time until the next message. */
function createEar() {
  let hear: (text: string) => void = () => {};
  return {
    hear: (text: string) => hear(text),
    /** Returns the time from `act` until a message with `mark`. */
    time(mark: string, act: () => Promise<unknown>): Promise<number> {
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`${mark} did not arrive`)), LOST_MS);
        const started = performance.now();
        hear = (text) => {
          if (!text.includes(mark)) return;
          clearTimeout(late);
          resolve(performance.now() - started);
        };
        act().catch(reject);
      });
    },
  };
}

async function openBareHop(port: number): Promise<{ hop: Hop; close(): void }> {
  const ear = createEar();
  const [from, to] = [new Redis(port, '127.0.0.1'), new Redis(port, '127.0.0.1')];
  await to.subscribe('bare');
  to.on('message', (_channel, text) => ear.hear(text));
  const body = JSON.stringify(rateFor('KGS', '87.4500'));
  return {
    hop: (round) => ear.time(`#${round}#`, () => from.publish('bare', `#${round}#${body}`)),
    close() {
      from.disconnect();
      to.disconnect();
    },
  };
}

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;

export async function run(): Promise<void> {
  const redis = await startRedis();
  const url = `redis://127.0.0.1:${redis.port}`;
  // The leader is this process, so that one clock measures both ends; the other replica is the built service.
  const { store: leader } = await firstTerm(openReplica(url, 'ticker'));
  await leader.commit({ rates: [rateFor('KGS', '87.4500')], fixings: [] });
  const replica = await startChild({ REDIS_URL: url, SOURCES: 'seed' });
  const ear = createEar();
  const socket = new WebSocket(`ws://127.0.0.1:${replica.port}/ws`);
  let greeted = false;
  socket.on('message', (data) => {
    greeted = true;
    ear.hear(String(data));
  });
  await until('the stream', () => greeted);
  const bare = await openBareHop(redis.port);
  const figureOf = (round: number) => `87.${String(round + 1).padStart(5, '0')}`;
  const replicate: Hop = (round) =>
    ear.time(`"inverse":"${figureOf(round)}"`, () =>
      leader.commit({ rates: [rateFor('KGS', figureOf(round))], fixings: [] }),
    );

  const hops: [string, Hop, number[]][] = [
    ['bare PUBLISH → message', bare.hop, []],
    ['commit → listener of another replica', replicate, []],
  ];
  for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
    for (const [, hop, times] of hops) {
      const took = await hop(round);
      if (round >= WARM_UP) times.push(took);
      await new Promise((resolve) => setTimeout(resolve, GAP_MS));
    }
  }
  socket.terminate();
  bare.close();
  await leader.close();
  await replica.end();
  await redis.remove();

  console.log(`\nFrom the leader's commit to a listener elsewhere (${ROUNDS} interleaved rounds, ms)\n`);
  console.log('| way | p50 | p99 | longest |\n|---|---|---|---|');
  for (const [way, , times] of hops) {
    const figures = [median(times), percentile(times, 0.99), Math.max(...times)];
    console.log(`| ${way} | ${figures.map((it) => it.toFixed(2)).join(' | ')} |`);
  }
  const [one = [], other = []] = hops.map(([, , times]) => times);
  const more = percentile(other, 0.99) - percentile(one, 0.99);
  console.log(`\np99 is ${more.toFixed(2)} ms above the bare hop's; within 3 ms is aimed at`);
}
