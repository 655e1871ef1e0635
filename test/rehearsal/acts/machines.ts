// rehearsal: the machines' faults of a night: Redis ends and restarts empty, the leader is killed, replicas are
// restarted in turn.
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Snapshot } from '../../../src/rates/wire.ts';
import { leads } from '../../support/service/fleet.ts';
import { metric } from '../../support/service/metric.ts';
import { until } from '../../support/until.ts';
import type { Scene } from '../scene.ts';
import { isShown, logged, SHOWN_MS, sourceOf } from './banks.ts';

const AWAY_MS = 30_000;
/** The times of R3 and L1 in the fault table. */
const REFILLED_MS = 5_000;
const LED_MS = 11_000;
const CHANGE_MS = 1_000;

export async function redisDies({ stage, audiences, mark, says, recovers }: Scene): Promise<void> {
  const { redis, replicas, origin } = stage.stack;
  const { epoch } = (await (await fetch(`${origin}/rates`)).json()) as Snapshot;
  await mark('Redis dies.');
  await redis.signal('SIGKILL');
  await says('store', 'the dead Redis', {
    'the metrics of each replica': async () =>
      (await Promise.all(replicas.map((it) => metric(it, 'ticker_store_up')))).every((up) => up === 0),
    'the log': () => logged(stage, (it) => it.msg === 'Redis is out of reach'),
    '/sources': async () => (await sourceOf(stage, 'nbkr'))?.lastError?.kind === 'store-unavailable',
  });
  await sleep(AWAY_MS / 2);
  await mark('Redis is still dead, and a bank prints.');
  const figure = stage.printNext();
  await sleep(AWAY_MS / 2);
  await mark('Redis comes back, empty.');
  await redis.start();
  await recovers(
    'Redis filled again',
    REFILLED_MS,
    async () => (await redis.cli('hlen', '{ticker}:rates')) === '5',
  );
  await recovers('the change of the outage shown', REFILLED_MS, () => isShown(stage, 'KGS', figure));
  const ofNginx = audiences.filter(({ place }) => place === 'nginx').flatMap((it) => it.listeners);
  await recovers('every stream under the new epoch', REFILLED_MS, () =>
    ofNginx.every(({ received }) => received.at(-1)?.epoch !== epoch),
  );
  await sleep(3_000);
}

export async function leaderKilled({ stage, mark, recovers }: Scene): Promise<void> {
  const { stack } = stage;
  const place = await stage.leader();
  await mark(`Replica ${place + 1}, which leads, is killed with SIGKILL, and a bank prints.`);
  await stack.replicas[place]?.end('SIGKILL');
  const figure = stage.printNext();
  const others = stack.replicas.filter((_, index) => index !== place);
  await recovers('a new leader', LED_MS, async () => (await Promise.all(others.map(leads))).includes(true));
  await recovers('the change of the interregnum shown', SHOWN_MS, () => isShown(stage, 'KGS', figure));
  await mark(`Replica ${place + 1} is started again.`);
  await stack.restart(place, 'SIGKILL');
  await sleep(2_000);
}

/** Each replica in turn, with a change a second; the next one only after all streams have a later change. */
export async function rolled({ stage, audiences, mark, exited }: Scene): Promise<void> {
  const { stack } = stage;
  const listeners = audiences.filter(({ place }) => place === 'nginx').flatMap((it) => it.listeners);
  const printing = setInterval(() => stage.printNext(), CHANGE_MS);
  try {
    for (const place of stack.replicas.keys()) {
      await mark(`Replica ${place + 1} is rolled, at a change a second.`);
      const child = stack.replicas[place]?.process;
      const startMs = performance.now();
      const exit = child && once(child, 'exit').then(([code]) => exited(code, performance.now() - startMs));
      await stack.restart(place, 'SIGTERM');
      await exit;
      const { epoch, seq } = (await (await fetch(`${stack.origin}/rates`)).json()) as Snapshot;
      await until('all streams beyond the roll', () =>
        listeners.every(({ received }) => {
          const last = received.at(-1);
          return last?.epoch === epoch && last.seq > seq;
        }),
      );
      await sleep(3 * CHANGE_MS);
    }
  } finally {
    clearInterval(printing);
  }
}
