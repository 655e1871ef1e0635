import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/rates/wire.ts';
import { type Audience, faultsOf, openAudience, untilAllHaveMore } from '../support/listeners/audience.ts';
import { leads } from '../support/service/fleet.ts';
import { type Stack, startStack } from '../support/service/stack.ts';
import { until } from '../support/until.ts';

const LISTENERS = 500;
const PATIENCE_MS = 120_000;

let stack: Stack;
let audience: Audience;

const snapshotOf = async (origin: string) => (await (await fetch(`${origin}/rates`)).json()) as Snapshot;
const positionOf = async (origin: string) => {
  const { epoch, seq } = await snapshotOf(origin);
  return { epoch, seq };
};

async function leaderPlace(): Promise<number> {
  let place = -1;
  await until('a leader', async () => {
    place = (await Promise.all(stack.replicas.map(leads))).indexOf(true);
    return place !== -1;
  });
  return place;
}

/** Waits until every listener has a change that was committed after now. */
async function untilMoreIsHeard(): Promise<void> {
  await untilAllHaveMore(audience, await positionOf(stack.replicas[await leaderPlace()]?.origin ?? ''));
}

describe('three replicas behind nginx, with 500 listeners and a change every second', () => {
  beforeAll(async () => {
    stack = await startStack(3, { SOURCES: 'demo', RATE_LIMIT: '0' });
    audience = openAudience(stack.origin, LISTENERS);
    await until('all listening', () => audience.listeners.every(({ received }) => received.length > 0));
  }, PATIENCE_MS);
  afterAll(async () => {
    audience?.close();
    await stack?.stop();
  });

  it(
    'send every change once and in order to all listeners when the leader is killed',
    async () => {
      const { epoch } = await positionOf(stack.origin);
      await stack.restart(await leaderPlace(), 'SIGKILL');
      await untilMoreIsHeard();
      expect(faultsOf(audience.listeners)).toEqual([]);
      // The end of a leader loses nothing, so that no listener gets a snapshot.
      expect((await positionOf(stack.origin)).epoch).toBe(epoch);
    },
    PATIENCE_MS,
  );

  it(
    'send one snapshot of a new epoch to all listeners, without closing, when Redis restarts',
    async () => {
      const before = await positionOf(stack.origin);
      const connections = audience.listeners.map((listener) => listener.connections);
      await stack.redis.signal('SIGTERM');
      await stack.redis.start();
      const lastEpochs = () => new Set(audience.listeners.map(({ received }) => received.at(-1)?.epoch));
      await until('another epoch for all', () => lastEpochs().size === 1 && !lastEpochs().has(before.epoch));
      await untilMoreIsHeard();
      expect(faultsOf(audience.listeners)).toEqual([]);
      const epochs = audience.listeners.map(({ received }) => new Set(received.map((it) => it.epoch)).size);
      expect(new Set(epochs)).toEqual(new Set([2]));
      expect(audience.listeners.map((listener) => listener.connections)).toEqual(connections);
    },
    PATIENCE_MS,
  );

  it(
    'send every change once and in order to all listeners when each replica is restarted in turn',
    async () => {
      const { epoch } = await positionOf(stack.origin);
      for (const place of stack.replicas.keys()) {
        await stack.restart(place, 'SIGTERM');
        await untilMoreIsHeard();
      }
      expect(faultsOf(audience.listeners)).toEqual([]);
      expect((await positionOf(stack.origin)).epoch).toBe(epoch);
      const shown = await Promise.all(stack.replicas.map(({ origin }) => snapshotOf(origin)));
      expect(shown.every(({ rates }) => rates.length === 5)).toBe(true);
    },
    PATIENCE_MS,
  );
});
