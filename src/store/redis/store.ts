// store: many replicas, one truth. Redis keeps it, one leads, each serves from its own memory.
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { TickerError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Store } from '../store.ts';
import type { RedisAddress } from './address.ts';
import { connectRedis } from './connection.ts';
import { isNewer } from './epoch.ts';
import { followStream } from './follow.ts';
import { LEASE_MS, type LeaseScripts, standForLead } from './lease.ts';
import { createMirror } from './mirror.ts';
import { type Look, readLook, readUpdate, updateTextOf } from './records.ts';
import { readRenewal } from './refill.ts';
import { ACQUIRE, keysOf, LOOK, LOOK_FIXINGS, logKeyOf, RENEW, RESIGN } from './scripts.ts';
import { type OpenTerm, openTerm } from './term.ts';

export interface RedisStoreDeps {
  address: RedisAddress;
  prefix: string;
  log: Log;
  now?: () => Date;
  random?: () => number;
  /** A clock that is never set. */
  monotonicMs?: () => number;
  /** How Redis is reached. */
  connect?: typeof connectRedis;
}

/** How often each replica looks at what no stream tells: who leads, reports, fixings, and whether it is behind. */
const LOOK_MS = 1_000;
/** Behind a change come its fixings and a report: a look after it has them all, one for a burst of changes. */
const SOON_MS = 50;

/** Connects, and goes on whether Redis is there or not: what needs it waits or throws `store-unavailable`. */
export function createRedisStore(deps: RedisStoreDeps): Store {
  const { address, prefix, log, now = () => new Date(), random = Math.random } = deps;
  const { monotonicMs = () => performance.now(), connect = connectRedis } = deps;
  const id = `${hostname()}-${randomBytes(4).toString('hex')}`;
  const keys = keysOf(prefix);
  const connection = connect(address, log);
  const mirror = createMirror();
  const run = (script: string, args: readonly string[]) => connection.run(script, keys, args);
  let last: Look | null = null;
  let lookedMs = Number.NEGATIVE_INFINITY;
  let equalMs = monotonicMs();
  let timer: NodeJS.Timeout | undefined;
  let timerMs = 0;
  let closed = false;
  let resign = async () => {};
  let refill: OpenTerm['refill'] = () => {};

  async function look(whole: boolean): Promise<Look> {
    const isSame = last !== null;
    const args = [isSame ? (last?.fixed ?? '0') : '0', isSame ? (last?.told ?? '') : '', whole ? '1' : '0'];
    const found = readLook(await run(LOOK, args));
    lookedMs = monotonicMs();
    for (const fixing of found.fixings) mirror.fixings.learn(fixing);
    for (const report of found.reports) mirror.reports.set(report.id, report);
    // The counters start over with another epoch: everything is read again.
    const goesOn = last === null || last.head?.epoch === found.head?.epoch;
    last = goesOn ? found : { ...found, fixed: '0', told: '' };
    return found;
  }

  /** Reads everything, and shows what is newer than what is shown. Answers with the count of the last fixings read. */
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
    while (next.fixingsSeen === LOOK_FIXINGS) next = await look(false);
    return { ...found, counted: next.counted };
  }

  const stream = followStream(connection, logKeyOf(prefix), async (entry) => {
    const update = readUpdate(updateTextOf(entry));
    if (update === null) log.warn({ entry: entry[0] }, 'an unreadable entry of the log is passed over');
    if (update === null || mirror.take(update) === 'gap') await catchUp();
    lookIn(SOON_MS);
  });

  /** The stream tells changes at once; this finds what it cannot tell, as when its ids went back with a clock. */
  async function beat(): Promise<void> {
    const before = changesBehind();
    const found = await look(false);
    if (changesBehind() === 0) equalMs = monotonicMs();
    // A change is a moment on its way; one that was missing a second ago as well is lost to the stream.
    else if (before > 0 || mirror.snapshot() === null || found.head?.epoch !== mirror.snapshot()?.epoch)
      await catchUp();
  }

  function changesBehind(): number {
    const shown = mirror.snapshot();
    const head = last?.head;
    if (head === null || head === undefined) return 0;
    if (head.epoch !== shown?.epoch)
      return last !== null && isNewer(head, last.runId, shown) ? head.seq || 1 : 0;
    return Math.max(0, head.seq - shown.seq);
  }

  /** Plans the next look; a sooner one that is planned already stays. */
  function lookIn(ms: number): void {
    const dueMs = monotonicMs() + ms;
    if (closed || (timer !== undefined && timerMs <= dueMs)) return;
    clearTimeout(timer);
    timerMs = dueMs;
    timer = setTimeout(() => {
      timer = undefined;
      // Without Redis nothing is found; the connection has told it.
      beat()
        .catch(() => {})
        .finally(() => lookIn(LOOK_MS));
    }, ms);
  }

  const scripts: LeaseScripts = {
    async acquire() {
      const holder = String(await run(ACQUIRE, [id, String(LEASE_MS)]));
      return { holder, isOurs: holder.startsWith(`${id} `) };
    },
    async renew(holder) {
      const { epoch = '', seq = 0, rates = [] } = mirror.snapshot() ?? {};
      const listed = rates.flatMap((rate) => [rate.base, JSON.stringify(rate)]);
      const found = readRenewal(await run(RENEW, [holder, String(LEASE_MS), epoch, String(seq), ...listed]));
      refill(found);
      return found.answer;
    },
    resign: async (holder) => void (await run(RESIGN, [holder])),
  };

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
    report: notLeading,
    reports: async () => [...mirror.reports.values()],
    campaign(onTerm) {
      const open = async (won: Parameters<typeof openTerm>[0]) => {
        const term = await openTerm(won, { mirror, run, catchUp, now, log });
        refill = term.refill;
        // Looks at once what is missing; without an answer the next renewal does.
        scripts.renew(won.holder).catch(() => {});
        return { ...store, ...term.writes };
      };
      const candidacy = standForLead({ scripts, open, monotonicMs, random, log }, onTerm);
      connection.onReady(candidacy.wake);
      resign = candidacy.resign;
      return resign;
    },
    health() {
      const leader = last?.holder.split(' ')[0] || null;
      const isUp = monotonicMs() - lookedMs < 3 * LOOK_MS;
      const behind = changesBehind();
      return {
        isUp,
        leader,
        changesBehind: behind,
        behindMs: isUp && behind === 0 ? 0 : monotonicMs() - equalMs,
      };
    },
    async close() {
      await resign();
      closed = true;
      clearTimeout(timer);
      stream.stop();
      connection.close();
    },
  };
  connection.onReady(() => lookIn(0));
  lookIn(0);
  return store;
}
