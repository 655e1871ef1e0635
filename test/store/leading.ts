// test: a store over Redis as its leader writes to it.
import { randomBytes } from 'node:crypto';
import type { Log } from '../../src/log.ts';
import { readRedisUrl } from '../../src/store/redis/address.ts';
import { createRedisStore } from '../../src/store/redis/store.ts';
import type { Store, Term } from '../../src/store/store.ts';
import { createQuietLog } from '../support/recorded-log.ts';

/** A replica's store. The prefix is its own unless one is given. */
export function openReplica(url: string, prefix = newPrefix(), log: Log = createQuietLog().log): Store {
  const address = readRedisUrl(url);
  if ('problem' in address) throw new Error(address.problem);
  return createRedisStore({ address, prefix, log });
}

export const newPrefix = () => `test-${randomBytes(4).toString('hex')}`;

/** Stands for the lead and answers the first term that is won. */
export function firstTerm(store: Store): Promise<Term> {
  return new Promise((resolve) => store.campaign(resolve));
}

/** A store that leads. */
export async function openLeader(url: string, prefix = newPrefix()): Promise<Store> {
  return (await firstTerm(openReplica(url, prefix))).store;
}
