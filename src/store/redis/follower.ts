// store: keeps this replica's mirror equal to Redis: the stream contains each change, and a read each second the rest.
import type { Log } from '../../log.ts';
import type { StoreHealth } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import { isNewer } from './epoch.ts';
import { followStream } from './log-stream.ts';
import { repeat } from './repeat.ts';
import { readUpdate, type StateRead, updateTextOf } from './replies.ts';
import { READ_FIXINGS } from './scripts.ts';
import { createStateReader, type StateReaderDeps } from './state-reader.ts';

export interface FollowerDeps extends StateReaderDeps {
  connection: Pick<RedisConnection, 'read' | 'onReady'>;
  /** The key of the log of changes. */
  logKey: string;
  log: Log;
}

/** Follows the state in Redis. */
export interface Follower {
  /** Reads everything and adopts a newer state. `fixingCount` in its result is that of the last read. */
  catchUp(): Promise<StateRead>;
  health(): StoreHealth;
  stop(): void;
}

/** How often a replica reads what is not in the stream: the leader, reports, fixings, and whether it is behind. */
const READ_MS = 1_000;
/**
 * After a change its fixings and a report are written: a read after this time finds them all, one for a burst of
 * changes.
 */
const SOON_MS = 50;

/** Follows Redis from now on, also while it is unreachable. */
export function createFollower(deps: FollowerDeps): Follower {
  const { mirror, connection, logKey, run, log, monotonicMs } = deps;
  const reader = createStateReader({ mirror, run, monotonicMs });
  let equalMs = monotonicMs();

  async function catchUp(): Promise<StateRead> {
    const found = await reader.read(true);
    const { head, runId, rates, updates, cursor } = found;
    // Every position except the first has rates. Without rates Redis has evicted them, and the leader writes them
    // again.
    const isWhole = head?.seq === 0 || rates.length > 0;
    if (head !== null && isWhole && isNewer(head, runId, mirror.snapshot())) {
      mirror.adopt(head, rates, updates);
      stream.moveTo(cursor);
    }
    let next = found;
    while (next.fixingsSeen === READ_FIXINGS || !next.isSameEpoch) next = await reader.read(false);
    return { ...found, fixingCount: next.fixingCount };
  }

  const stream = followStream(connection, logKey, async (entry) => {
    const update = readUpdate(updateTextOf(entry));
    if (update === null) log.warn({ entry: entry[0] }, 'an unreadable entry of the log is skipped');
    if (update === null || mirror.take(update) === 'gap') await catchUp();
    reads.in(SOON_MS);
  });

  async function readAgain(): Promise<void> {
    const before = changesBehind();
    const found = await reader.read(false);
    const behind = changesBehind();
    if (behind === 0) equalMs = monotonicMs();
    // A change takes a moment to arrive; one that was also missing a second ago will not come through the stream.
    const isLost = before > 0 || found.head?.epoch !== mirror.snapshot()?.epoch;
    if (behind > 0 && (isLost || mirror.snapshot() === null)) await catchUp();
  }

  function changesBehind(): number {
    const shown = mirror.snapshot();
    const { head = null, runId = '' } = reader.last() ?? {};
    if (head === null) return 0;
    if (head.epoch !== shown?.epoch) return isNewer(head, runId, shown) ? head.seq || 1 : 0;
    return Math.max(0, head.seq - shown.seq);
  }

  // An unreachable Redis is logged by the connection.
  const reads = repeat(() => readAgain().catch(() => {}), READ_MS, monotonicMs);
  connection.onReady(() => reads.in(0));
  reads.in(0);

  return {
    catchUp,
    health() {
      const isUp = monotonicMs() - reader.answeredMs() < 3 * READ_MS;
      const behind = changesBehind();
      return {
        isUp,
        leader: reader.last()?.holder.split(' ')[0] || null,
        changesBehind: behind,
        behindMs: isUp && behind === 0 ? 0 : monotonicMs() - equalMs,
      };
    },
    stop() {
      reads.stop();
      stream.stop();
    },
  };
}
