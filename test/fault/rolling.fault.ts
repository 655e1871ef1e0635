// fault: replicas restarted in turn under their listeners. `npm run test:fault -- rolling` takes three minutes.
import { once } from 'node:events';
import type { Snapshot } from '../../src/rates/wire.ts';
import { openSeedFile } from '../support/banks/seed-file.ts';
import type { FaultRow } from '../support/fault/table.ts';
import { faultsOf, openAudience, untilAllHaveMore } from '../support/listeners/audience.ts';
import { startStack } from '../support/service/stack.ts';
import { watchRates } from '../support/service/watch-rates.ts';
import { until } from '../support/until.ts';

const REPLICAS = 3;
const FIGURE_MS = 1_000;
/** Some fifty requests a second: an outage of a twentieth of a second is one of them. */
const PAUSE_MS = 20;

const s = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
const snapshotOf = async (origin: string) => (await (await fetch(`${origin}/rates`)).json()) as Snapshot;

/** Restarts every replica in turn, repeatedly, each after all listeners are back and have another change. */
export async function roll(listenerCount: number, rounds: number): Promise<FaultRow> {
  const seed = await openSeedFile();
  let figures = 0;
  const print = () => {
    figures += 1;
    return seed.print(`87.${String(figures).padStart(4, '0')}`);
  };
  await print();
  const stack = await startStack(REPLICAS, { ...seed.env, RATE_LIMIT: '0' });
  const audience = openAudience(stack.origin, listenerCount);
  const { listeners } = audience;
  await until('all listening', () => listeners.every(({ received }) => received.length > 0));
  const before = await snapshotOf(stack.origin);
  const printing = setInterval(() => void print(), FIGURE_MS);
  const watch = watchRates([stack], { pauseMs: PAUSE_MS });
  const exits: { code: number | null; tookMs: number }[] = [];
  for (let restart = 0; restart < rounds * REPLICAS; restart += 1) {
    const place = restart % REPLICAS;
    const startMs = performance.now();
    const exit = stack.replicas[place] && once(stack.replicas[place].process, 'exit');
    void exit?.then(([code]) => exits.push({ code, tookMs: performance.now() - startMs }));
    await stack.restart(place, 'SIGTERM');
    await untilAllHaveMore(audience, await snapshotOf(stack.origin));
  }
  clearInterval(printing);
  const { asked, failed, p99Ms } = await watch.stop();
  const after = await snapshotOf(stack.origin);
  const hasLast = ({ received }: (typeof listeners)[number]) => received.at(-1)?.seq === after.seq;
  await until('all listeners have the last change', () => listeners.every(hasLast));
  const faults = faultsOf(listeners);
  const cut = listeners.reduce((sum, { connections }) => sum + connections - 1, 0);
  audience.close();
  await stack.stop();
  await seed.remove();
  const slowest = Math.max(...exits.map(({ tookMs }) => tookMs));
  const changes = after.epoch === before.epoch ? after.seq - before.seq : 0;
  for (const fault of faults.slice(0, 5)) console.error(fault);
  return {
    id: 'C8',
    fault: `${REPLICAS} replicas behind nginx, each restarted ${rounds} times in turn, ${listenerCount} streams, a change a second`,
    measured: `${failed} of ${asked} requests failed (p99 ${p99Ms.toFixed(0)} ms); ${changes} changes to ${listeners.length} streams over ${cut} returns, ${faults.length} lost or reordered; exits within ${s(slowest)}`,
    due: '0 failed, 0 lost or reordered, exits with 0 within 20 s',
    passed:
      failed === 0 &&
      faults.length === 0 &&
      // Two figures that are printed without a leader are one change.
      changes >= rounds * REPLICAS &&
      exits.length === rounds * REPLICAS &&
      exits.every(({ code, tookMs }) => code === 0 && tookMs <= 20_000),
  };
}

export const run = async (): Promise<FaultRow[]> => [await roll(1_000, 10)];
