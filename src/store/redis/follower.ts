// store: keeps this replica's mirror equal to Redis: the stream contains each change, and a look reads the rest.
import type { Log } from '../../log.ts';
import type { StoreHealth } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import { isNewer } from './epoch.ts';
import { followStream } from './log-stream.ts';
import type { Mirror } from './mirror.ts';
import { type Look, readLook, readUpdate, updateTextOf } from './replies.ts';
import { LOOK, LOOK_FIXINGS } from './scripts.ts';

export interface FollowerDeps {
  mirror: Mirror;
  connection: Pick<RedisConnection, 'read' | 'onReady'>;
  /** The key of the log of changes. */
  logKey: string;
  /** Runs a script over the keys of this service. */
  run(script: string, args: readonly string[]): Promise<unknown>;
  log: Log;
  /** Milliseconds of a monotonic clock. */
  monotonicMs(): number;
}

export interface Follower {
  /** Reads everything and adopts a newer state. `counted` in its result is that of the last fixings read. */
  catchUp(): Promise<Look>;
  health(): StoreHealth;
  stop(): void;
}

/** How often a replica reads what is not in the stream: the leader, reports, fixings, and whether it is behind. */
const LOOK_MS = 1_000;
/**
 * After a change its fixings and a report are written: a look after this time finds them all, one for a burst of
 * changes.
 */
const SOON_MS = 50;

/** Follows Redis from now on, also while it is unreachable. */
export function createFollower(deps: FollowerDeps): Follower {
  const { mirror, connection, logKey, run, log, monotonicMs } = deps;
  let last: Look | null = null;
  /** Whether all fixings of this epoch have been read once. */
  let isReadOnce = false;
  let lookedMs = Number.NEGATIVE_INFINITY;
  let equalMs = monotonicMs();

  /** `goesOn`: its fixings are all that came since the look before. */
  async function look(whole: boolean): Promise<Look & { goesOn: boolean }> {
    const known = last;
    const args = [known?.fixed ?? '0', known?.told ?? '', whole ? '1' : '0'];
    const learn = mirror.records.reading();
    const found = readLook(await run(LOOK, args));
    lookedMs = monotonicMs();
    learn(found.records);
    // The counters start again in another epoch: then everything is read again. The comparison uses the position of this
    // request, not the newest answer: of two requests at once the second skipped all fixings with a low number.
    const goesOn = known === null || known.head?.epoch === found.head?.epoch;
    // What comes in after all has been read is newer than what is here, whatever the clock of its leader says.
    const isNews = goesOn && isReadOnce && known?.fixed !== '0';
    for (const fixing of found.fixings) mirror.fixings[isNews ? 'put' : 'learn'](fixing);
    isReadOnce = goesOn && (isReadOnce || found.fixingsSeen < LOOK_FIXINGS);
    last = goesOn ? found : { ...found, fixed: '0', told: '' };
    return { ...found, goesOn };
  }

  async function catchUp(): Promise<Look> {
    const found = await look(true);
    const { head, runId, rates, updates, cursor } = found;
    // Every position except the first has rates. Without rates Redis has evicted them, and the leader writes them
    // again.
    const isWhole = head?.seq === 0 || rates.length > 0;
    if (head !== null && isWhole && isNewer(head, runId, mirror.snapshot())) {
      mirror.adopt(head, rates, updates);
      stream.moveTo(cursor);
    }
    let next = found;
    while (next.fixingsSeen === LOOK_FIXINGS || !next.goesOn) next = await look(false);
    return { ...found, counted: next.counted };
  }

  const stream = followStream(connection, logKey, async (entry) => {
    const update = readUpdate(updateTextOf(entry));
    if (update === null) log.warn({ entry: entry[0] }, 'an unreadable entry of the log is skipped');
    if (update === null || mirror.take(update) === 'gap') await catchUp();
    looks.in(SOON_MS);
  });

  async function beat(): Promise<void> {
    const before = changesBehind();
    const found = await look(false);
    const behind = changesBehind();
    if (behind === 0) equalMs = monotonicMs();
    // A change takes a moment to arrive; one that was also missing a second ago will not come through the stream.
    const isLost = before > 0 || found.head?.epoch !== mirror.snapshot()?.epoch;
    if (behind > 0 && (isLost || mirror.snapshot() === null)) await catchUp();
  }

  function changesBehind(): number {
    const shown = mirror.snapshot();
    if (last === null || last.head === null) return 0;
    const { head, runId } = last;
    if (head.epoch !== shown?.epoch) return isNewer(head, runId, shown) ? head.seq || 1 : 0;
    return Math.max(0, head.seq - shown.seq);
  }

  // An unreachable Redis is logged by the connection.
  const looks = repeat(() => beat().catch(() => {}), LOOK_MS, monotonicMs);
  connection.onReady(() => looks.in(0));
  looks.in(0);

  return {
    catchUp,
    health() {
      const isUp = monotonicMs() - lookedMs < 3 * LOOK_MS;
      const behind = changesBehind();
      return {
        isUp,
        leader: last?.holder.split(' ')[0] || null,
        changesBehind: behind,
        behindMs: isUp && behind === 0 ? 0 : monotonicMs() - equalMs,
      };
    },
    stop() {
      looks.stop();
      stream.stop();
    },
  };
}

/** Repeats work `pauseMs` after its last end, or sooner after a call of `in`; of two times the sooner counts. */
function repeat(work: () => Promise<void>, pauseMs: number, monotonicMs: () => number) {
  let timer: NodeJS.Timeout | undefined;
  let dueMs = 0;
  let stopped = false;
  const plan = {
    in(ms: number): void {
      const at = monotonicMs() + ms;
      if (stopped || (timer !== undefined && dueMs <= at)) return;
      clearTimeout(timer);
      dueMs = at;
      timer = setTimeout(() => {
        timer = undefined;
        void work().finally(() => plan.in(pauseMs));
      }, ms);
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
  return plan;
}
