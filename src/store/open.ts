// store: opens the configured store: Redis, or the embedded one.
import { TickerError } from '../errors.ts';
import type { Log } from '../log.ts';
import { openStateFiles } from './embedded/state-files.ts';
import { createEmbeddedStore } from './embedded/store.ts';
import { readRedisUrl } from './redis/address.ts';
import type { Store } from './store.ts';

/** Where the state is kept. */
export interface StoreConfig {
  /** `null` = the embedded store. */
  redisUrl: string | null;
  redisPrefix: string;
  /** Folder of the embedded store; `null` = memory only. */
  dataDir: string | null;
}

/** Throws `config-invalid` for an invalid address, and `store-unavailable` for files that cannot be read. */
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
  // The Redis client takes a tenth of the start time: it is loaded only when Redis is configured.
  const { createRedisStore } = await import('./redis/store.ts');
  return createRedisStore({ address, prefix: redisPrefix, log, now, random });
}

/** A reachable Redis answers within a tenth of this time. An unreachable one must not delay `/healthz`. */
const PATIENCE_MS = 1_000;

/** Waits until the store was first read, for one second at most. */
export async function firstReading(store: Store): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([store.snapshot(), patience]);
  clearTimeout(timer);
}
