// test: a store on Redis, as its leader uses it.
import { randomBytes } from 'node:crypto';
import type { Log } from '../../../src/log.ts';
import { readRedisUrl } from '../../../src/store/redis/address.ts';
import { connectRedis } from '../../../src/store/redis/connection.ts';
import { createRedisStore } from '../../../src/store/redis/store.ts';
import type { PollRecord, Store, Term } from '../../../src/store/store.ts';
import { createQuietLog } from '../recorded-log.ts';

/** The store of a replica, with its own prefix by default; `connect` can insert failures. */
export function openReplica(
  url: string,
  prefix = newPrefix(),
  log: Log = createQuietLog().log,
  connect: typeof connectRedis = connectRedis,
): Store {
  const address = readRedisUrl(url);
  if ('problem' in address) throw new Error(address.problem);
  return createRedisStore({ address, prefix, log, connect });
}

/** The record of a source that was never polled. */
export function emptyRecord(source: string): PollRecord {
  const none = { lastPoll: null, lastGoodPoll: null, lastError: null, nextPoll: null };
  return { source, ...none, printed: [], held: [] };
}

export const newPrefix = () => `test-${randomBytes(4).toString('hex')}`;

/** Contends for the lease and returns the first term that it wins. */
export function firstTerm(store: Store): Promise<Term> {
  return new Promise((resolve) => store.campaign(resolve));
}

/** The store of a leader. */
export async function openLeader(url: string, prefix = newPrefix()): Promise<Store> {
  return (await firstTerm(openReplica(url, prefix))).store;
}
