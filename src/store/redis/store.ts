// store: the store of several replicas. Redis keeps the state, one replica leads, and each serves from its memory.
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { TickerError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Store } from '../store.ts';
import type { RedisAddress } from './address.ts';
import { connectRedis } from './connection.ts';
import { createFollower } from './follower.ts';
import { contendForLease, LEASE_MS, type LeaseScripts, type WonLease } from './lease.ts';
import { createMirror, type Mirror } from './mirror.ts';
import { type Renewal, readRenewal } from './refill.ts';
import { ACQUIRE, keysOf, logKeyOf, RENEW, RESIGN } from './scripts.ts';
import { type OpenTerm, openTerm } from './term.ts';

export interface RedisStoreDeps {
  address: RedisAddress;
  prefix: string;
  log: Log;
  now?: () => Date;
  random?: () => number;
  /** Milliseconds of a monotonic clock. */
  monotonicMs?: () => number;
  /** Opens the connections; a test can insert failures. */
  connect?: typeof connectRedis;
}

/** Connects in the background. Without Redis the methods wait or throw `store-unavailable`. */
export function createRedisStore(deps: RedisStoreDeps): Store {
  const { address, prefix, log, now = () => new Date(), random = Math.random } = deps;
  const { monotonicMs = () => performance.now(), connect = connectRedis } = deps;
  const keys = keysOf(prefix);
  const connection = connect(address, log);
  const mirror = createMirror();
  const run = (script: string, args: readonly string[]) => connection.run(script, keys, args);
  const logKey = logKeyOf(prefix);
  const follower = createFollower({ mirror, connection, logKey, run, log, monotonicMs });
  let resign = async () => {};
  let refill: OpenTerm['refill'] = () => {};
  const scripts = leaseScriptsOf(run, mirror, (found) => refill(found));

  const notLeading = async () => {
    throw new TickerError('lease-lost', 'this replica does not lead');
  };
  const store: Store = {
    view: mirror,
    snapshot: () => mirror.whenShown(),
    change: notLeading,
    commit: notLeading,
    history: async (query) => {
      await mirror.whenShown();
      return mirror.fixings.list(query);
    },
    record: notLeading,
    records: async () => mirror.records.all(),
    campaign(onTerm) {
      const open = async (won: WonLease) => {
        const term = await openTerm(won, { mirror, run, catchUp: follower.catchUp, now, log });
        refill = term.refill;
        // A renewal at once finds missing values; without an answer the next renewal does.
        scripts.renew(won.holder).catch(() => {});
        return { ...store, ...term.writes };
      };
      const contention = contendForLease({ scripts, open, monotonicMs, random, log }, onTerm);
      connection.onReady(contention.wake);
      resign = contention.resign;
      return resign;
    },
    health: follower.health,
    async close() {
      await resign();
      follower.stop();
      connection.close();
    },
  };
  return store;
}

/** The lease of one replica. Each renewal calls `onRenewed` with what Redis lacks of the mirror. */
function leaseScriptsOf(
  run: (script: string, args: readonly string[]) => Promise<unknown>,
  mirror: Mirror,
  onRenewed: (found: Renewal) => void,
): LeaseScripts {
  const id = `${hostname()}-${randomBytes(4).toString('hex')}`;
  return {
    async acquire() {
      const holder = String(await run(ACQUIRE, [id, String(LEASE_MS)]));
      return { holder, isOurs: holder.startsWith(`${id} `) };
    },
    async renew(holder) {
      const { epoch = '', seq = 0, rates = [] } = mirror.snapshot() ?? {};
      const listed = rates.flatMap((rate) => [rate.base, JSON.stringify(rate)]);
      const found = readRenewal(await run(RENEW, [holder, String(LEASE_MS), epoch, String(seq), ...listed]));
      onRenewed(found);
      return found.answer;
    },
    resign: async (holder) => void (await run(RESIGN, [holder])),
  };
}
