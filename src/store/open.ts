// store: the store that the configuration names: Redis, or the embedded one.
import { TickerError } from '../errors.ts';
import type { Log } from '../log.ts';
import { openStateFiles } from './embedded/state-files.ts';
import { createEmbeddedStore } from './embedded/store.ts';
import { readRedisUrl } from './redis/address.ts';
import type { Store } from './store.ts';

export interface StoreConfig {
  /** `null` = the embedded store. */
  redisUrl: string | null;
  redisPrefix: string;
  /** Of the embedded store; `null` = memory only. */
  dataDir: string | null;
}

/** Throws `config-invalid` for an address that cannot be read, `store-unavailable` for files that cannot. */
export async function openStore(
  { redisUrl, redisPrefix, dataDir }: StoreConfig,
  { log, now, random }: { log: Log; now: () => Date; random: () => number },
): Promise<Store> {
  if (redisUrl === null) {
    const files = dataDir === null ? null : await openStateFiles(dataDir);
    return createEmbeddedStore({ files, log, now });
  }
  const address = readRedisUrl(redisUrl);
  if ('problem' in address) throw new TickerError('config-invalid', `REDIS_URL: ${address.problem}`);
  // Its client costs a start a tenth of its time: loaded only for a service that is told to use it.
  const { createRedisStore } = await import('./redis/store.ts');
  return createRedisStore({ address, prefix: redisPrefix, log, now, random });
}

/** A shared store that is there answers within a tenth of this; one that is not must not keep `/healthz` waiting. */
const PATIENCE_MS = 1_000;

/** Waits for the first reading of a store, and no longer than a store takes that is there. */
export async function firstReading(store: Store): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([store.snapshot(), patience]);
  clearTimeout(timer);
}
