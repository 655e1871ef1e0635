// store: the connections to Redis and their settings. The only importer of ioredis.
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import { messageOf, TickerError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { RedisAddress } from './address.ts';

/** One entry of a stream: its id, and its fields as names and values in turn. */
export type StreamEntry = [id: string, fields: string[]];

/** Two connections to Redis: one for scripts, one that waits for entries of the stream. */
export interface RedisConnection {
  /** Runs a script. Throws `store-unavailable`, after 1.5 s at most. */
  run(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
  /** Waits for entries after `cursor`, for `BLOCK_MS` at most. Throws `store-unavailable`. */
  read(key: string, cursor: string): Promise<StreamEntry[]>;
  /** Calls back each time Redis is reachable again. */
  onReady(listener: () => void): void;
  close(): void;
}

/** Redis answers within milliseconds; an answer later than this is too late for a lease. */
const COMMAND_MS = 1_500;
/** A blocked read returns at this interval, which shows that the connection works. */
export const BLOCK_MS = 5_000;
/**
 * Replicas must be equal within three seconds after Redis is back, so that the wait before a new attempt is at most
 * this.
 */
const LONGEST_RETRY_MS = 1_000;
/** Entries of one read; a thousand of them would be half a megabyte. */
const READ_COUNT = 100;

const retryDelayMs = (times: number) =>
  Math.min(50 * 2 ** Math.min(times, 5), LONGEST_RETRY_MS) * (0.8 + 0.2 * Math.random());

/**
 * Measured with the defaults of ioredis 6: with Redis down a command failed after 73 s, with Redis hung it never
 * failed, and READONLY after a failover behind one address never ended. A blocked read takes longer than the deadline
 * of other commands, so it has its own connection.
 */
function optionsFor(answerMs: number, address: RedisAddress): RedisOptions & { replyMapping: 'legacy' } {
  const { username, password, tls, db } = address;
  return {
    username,
    password,
    db,
    ...(tls ? { tls: {} } : {}),
    commandTimeout: answerMs,
    // After an overdue reply the connection is replaced, so that no later command waits behind it in the queue.
    socketTimeout: answerMs + 500,
    connectTimeout: COMMAND_MS,
    disconnectTimeout: 200,
    retryStrategy: retryDelayMs,
    // A command that cannot be sent now fails at once: a lease or a commit that is sent later would be out of date.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    replyMapping: 'legacy',
    reconnectOnError: (error) => /^(?:READONLY|UNBLOCKED|MASTERDOWN)/.test(error.message),
  };
}

function connect(address: RedisAddress, answerMs: number): Redis | Cluster {
  const options = optionsFor(answerMs, address);
  const { kind, hosts, name } = address;
  if (kind === 'single') return new Redis({ ...options, ...hosts[0] });
  if (kind === 'sentinel') {
    return new Redis({
      ...options,
      sentinels: hosts,
      name,
      // The sentinels report a failover; a hung master would not.
      failoverDetector: true,
      sentinelCommandTimeout: COMMAND_MS,
      sentinelRetryStrategy: retryDelayMs,
      sentinelReconnectStrategy: () => 5_000,
    });
  }
  const { retryStrategy: _retry, enableOfflineQueue: _queue, db: _db, ...redisOptions } = options;
  return new Cluster(hosts, {
    redisOptions,
    enableOfflineQueue: false,
    clusterRetryStrategy: retryDelayMs,
    // All keys are in one slot: after a failover only its new master has to be found.
    slotsRefreshInterval: 2_000,
    slotsRefreshTimeout: COMMAND_MS,
  });
}

/** Connects in the background, and again after each loss, until `close`. */
export function connectRedis(address: RedisAddress, log: Log): RedisConnection {
  const clients = [connect(address, COMMAND_MS), connect(address, BLOCK_MS + COMMAND_MS)] as const;
  const [commands, reader] = clients;
  const listeners = new Set<() => void>();
  let isUp = true;
  let lastError = '';
  const refusals = new Set<string>();
  let closed = false;

  for (const client of clients) {
    client.on('error', (error) => note(error));
    // ioredis 6.0 ends a client for ever when a sentinel reports a new master while the client asks a sentinel for the
    // master: seen in 4 of 11 failovers on a busy machine.
    client.on('end', () => {
      if (!closed) setTimeout(reconnect, retryDelayMs(1), client);
    });
  }
  commands.on('node error', (error) => note(error));
  commands.on('close', () => {
    if (isUp && !closed)
      log.warn({ reason: lastError || 'the connection was closed' }, 'Redis is out of reach');
    isUp = false;
  });
  commands.on('ready', () => {
    if (!isUp) log.info('Redis is reached again');
    isUp = true;
    lastError = '';
    refusals.clear();
    for (const listener of listeners) listener();
  });

  function reconnect(client: Redis | Cluster): void {
    if (!closed) client.connect().catch(note);
  }

  function note(error: unknown): void {
    lastError = messageOf(error);
  }

  /**
   * Logs a refusal by Redis, such as a forbidden command or a write when it is full. It does not close the connection
   * and repeats every second, so that each reason is logged once per connection.
   */
  function noteRefusal(error: unknown): void {
    if (!(error instanceof Error) || error.name !== 'ReplyError') return;
    const reason = error.message.replace(/\b[0-9a-f]{40}\b/g, '…');
    if (!refusals.has(reason)) log.warn({ reason }, 'Redis refuses a script');
    refusals.add(reason);
  }

  /** The error of a failed command, with the reason of the socket, which ioredis reports separately. */
  function unavailable(error: unknown): TickerError {
    const message = messageOf(error);
    const isOurs = /max retries per request|enableOfflineQueue/.test(message);
    const reason = isOurs ? `not connected${lastError === '' ? '' : ` (${lastError})`}` : message;
    return new TickerError('store-unavailable', `Redis: ${reason}`);
  }

  return {
    async run(script, keys, args) {
      try {
        // The whole script is sent each time: these are two kilobytes on an idle connection, and NOSCRIPT after a
        // failover cannot occur.
        return await commands.eval(script, keys.length, ...keys, ...args);
      } catch (error) {
        noteRefusal(error);
        throw unavailable(error);
      }
    },
    async read(key, cursor) {
      try {
        const found = await reader.xread('COUNT', READ_COUNT, 'BLOCK', BLOCK_MS, 'STREAMS', key, cursor);
        return (found?.[0]?.[1] ?? []) as StreamEntry[];
      } catch (error) {
        throw unavailable(error);
      }
    },
    onReady: (listener) => void listeners.add(listener),
    close() {
      closed = true;
      for (const client of clients) client.disconnect();
    },
  };
}
