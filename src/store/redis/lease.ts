// store: leadership by a lease in Redis: acquired, renewed, counted down on the monotonic clock, and released.
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Store, Term } from '../store.ts';

/**
 * After a crash of the leader another replica leads after this time and one attempt, within eight seconds. The lease
 * is renewed three times as often, so that two answers may fail.
 */
export const LEASE_MS = 6_000;
/** The leader's own countdown ends earlier, so that it has stopped before another one can start. */
const MARGIN_MS = 1_000;
const KEEP_MS = 2_000;
/** Time before another attempt: after a failed answer to the leader, and for the other replicas. */
const AGAIN_MS = 500;
const CONTEND_MS = 1_000;

/** The scripts that hold the lease. All may throw `store-unavailable`. */
export interface LeaseScripts {
  /** Returns the holder of the lease. `isOurs`: it begins with our id. */
  acquire(): Promise<{ holder: string; isOurs: boolean }>;
  renew(holder: string): Promise<'kept' | 'lost' | 'epoch'>;
  resign(holder: string): Promise<void>;
}

/** A lease that was won, before its term is announced. */
export interface WonLease {
  holder: string;
  /** Whether the lease is still valid on our own clock. */
  isLive(): boolean;
  /** Ends the term because the store has refused a write. */
  lose(why: string): void;
}

export interface LeaseDeps {
  scripts: LeaseScripts;
  /** Prepares the store for the leader. Throws when that fails: then the lease is released. */
  open(won: WonLease): Promise<Store>;
  /** Milliseconds of a monotonic clock. */
  monotonicMs: () => number;
  random: () => number;
  log: Log;
}

/** The attempts of this replica to get the lease. */
export interface Contention {
  /** Tries at once, because Redis is reachable again. */
  wake(): void;
  resign(): Promise<void>;
}

/** Contends for the lease until `resign` is called. */
export function contendForLease(deps: LeaseDeps, onTerm: (term: Term) => void): Contention {
  const { scripts, open, monotonicMs, random, log } = deps;
  const resigned = new AbortController();
  let wake: () => void = () => {};

  function pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      wake = done;
      if (signal.aborted) done();
      else signal.addEventListener('abort', done);
    });
  }

  async function contend(): Promise<void> {
    while (!resigned.signal.aborted) {
      const askedMs = monotonicMs();
      const got = await scripts.acquire().catch(() => null);
      // Replicas that start together spread their attempts, so that two of them rarely coincide.
      if (got?.isOurs !== true) await pause(CONTEND_MS * (0.75 + 0.25 * random()), resigned.signal);
      else if (!(await lead(got.holder, askedMs))) await pause(AGAIN_MS, resigned.signal);
    }
  }

  /** One term. Returns whether the lease may be requested again at once after it. */
  async function lead(holder: string, askedMs: number): Promise<boolean> {
    const over = new AbortController();
    let endsMs = 0;
    let countdown: NodeJS.Timeout | undefined;
    let why = 'resigned';
    const lose = (reason: string) => {
      if (!over.signal.aborted) why = reason;
      over.abort();
    };
    const count = (fromMs: number) => {
      endsMs = fromMs + LEASE_MS - MARGIN_MS;
      clearTimeout(countdown);
      countdown = setTimeout(() => lose('the lease ran out'), endsMs - monotonicMs());
    };
    const resign = () => lose('resigned');
    resigned.signal.addEventListener('abort', resign);
    count(askedMs);
    try {
      const won = { holder, isLive: () => !over.signal.aborted && monotonicMs() < endsMs, lose };
      const store = await open(won);
      if (won.isLive() && !resigned.signal.aborted) onTerm({ store, over: over.signal });
      else lose('too late');
      let waitMs = KEEP_MS;
      for (;;) {
        await pause(waitMs, over.signal);
        if (over.signal.aborted) break;
        const sentMs = monotonicMs();
        const answer = await scripts.renew(holder).catch(() => 'unknown' as const);
        if (answer === 'kept') count(sentMs);
        else if (answer === 'lost') lose('the lease is gone');
        else if (answer === 'epoch') lose('Redis may have lost changes');
        waitMs = answer === 'unknown' ? AGAIN_MS : KEEP_MS;
      }
      log.info({ holder, why }, 'no longer leading');
      return why !== 'the lease ran out';
    } catch (error) {
      lose(messageOf(error));
      log.warn({ holder, reason: messageOf(error) }, 'the lead could not be taken');
      return false;
    } finally {
      clearTimeout(countdown);
      resigned.signal.removeEventListener('abort', resign);
      await scripts.resign(holder).catch(() => {});
    }
  }

  const contending = contend();
  return {
    wake: () => wake(),
    async resign() {
      resigned.abort();
      await contending;
    },
  };
}
