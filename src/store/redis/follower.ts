// store: keeps this replica's mirror level with Redis: the stream tells each change, a look finds what it cannot tell.
import type { Log } from '../../log.ts';
import type { StoreHealth } from '../store.ts';
import type { RedisConnection } from './connection.ts';
import { isNewer } from './epoch.ts';
import { followStream } from './log-stream.ts';
import type { Mirror } from './mirror.ts';
import { type Look, readLook, readUpdate, updateTextOf } from './records.ts';
import { LOOK, LOOK_FIXINGS } from './scripts.ts';

export interface FollowerDeps {
  mirror: Mirror;
  connection: Pick<RedisConnection, 'read' | 'onReady'>;
  /** The key of the log of changes. */
  logKey: string;
  /** Runs a script over the keys of this service. */
  run(script: string, args: readonly string[]): Promise<unknown>;
  log: Log;
  /** Milliseconds of a clock that is never set. */
  monotonicMs(): number;
}

export interface Follower {
  /** Reads everything and shows what is newer than what is shown. Answers with the count of the last fixings read. */
  catchUp(): Promise<Look>;
  health(): StoreHealth;
  stop(): void;
}

/** How often a replica looks at what no stream tells: who leads, reports, fixings, and whether it is behind. */
const LOOK_MS = 1_000;
/** A change is followed by its fixings and a report: a look after it finds them all, one for a burst of changes. */
const SOON_MS = 50;

/** Follows Redis from now on, whether it is there or not. */
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
    // The counters start again with another epoch: then everything is read again. The question counts, and not what
    // another look has answered meanwhile: two that were under way at once passed over all with a low number.
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
    // Every position but the first has rates. Without any, Redis has dropped them, and the leader writes them again.
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
    if (update === null) log.warn({ entry: entry[0] }, 'an unreadable entry of the log is passed over');
    if (update === null || mirror.take(update) === 'gap') await catchUp();
    looks.in(SOON_MS);
  });

  async function beat(): Promise<void> {
    const before = changesBehind();
    const found = await look(false);
    const behind = changesBehind();
    if (behind === 0) equalMs = monotonicMs();
    // A change is a moment on its way; one that was missing a second ago as well is lost to the stream.
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

  // Without Redis nothing is found; the connection has logged it.
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

/** Repeats work this long after its last end, or sooner where `in` asks for it; a sooner plan stays. */
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
