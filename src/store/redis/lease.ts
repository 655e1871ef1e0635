// store: the lead as a lease in Redis. Asked for, kept, counted down on the monotonic clock, and given back.
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Store, Term } from '../store.ts';

/**
 * A leader that dies is followed after this long and one attempt: within eight seconds. It is kept three times as
 * often, so that two answers may fail.
 */
export const LEASE_MS = 6_000;
/** The leader's own count ends earlier, so that it has stopped when another may start. */
const MARGIN_MS = 1_000;
const KEEP_MS = 2_000;
/** How soon an attempt is repeated, by a leader whose answer failed and by those who stand behind it. */
const AGAIN_MS = 500;
const CONTEND_MS = 1_000;

/** The scripts that hold the lease. All may throw `store-unavailable`. */
export interface LeaseScripts {
  /** Answers who holds the lease now: `holder` is ours when it begins with our id. */
  acquire(): Promise<{ holder: string; isOurs: boolean }>;
  renew(holder: string): Promise<'kept' | 'lost' | 'epoch'>;
  resign(holder: string): Promise<void>;
}

/** A term that has been won, before it is told to anybody. */
export interface WonLease {
  holder: string;
  /** Whether the lease still counts on our own clock. */
  isLive(): boolean;
  /** Ends the term: the store has refused us. */
  lose(why: string): void;
}

export interface LeaseDeps {
  scripts: LeaseScripts;
  /** Brings the store to where a leader may write. Throws when it cannot: then the lease is given back. */
  open(won: WonLease): Promise<Store>;
  /** Milliseconds of a clock that is never set. */
  monotonicMs: () => number;
  random: () => number;
  log: Log;
}

export interface Contention {
  /** Looks at once: Redis can be reached again. */
  wake(): void;
  resign(): Promise<void>;
}

/** Stands for the lead until resigned. */
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
      // Replicas that stand together spread themselves, so that one attempt rarely meets another.
      if (got?.isOurs !== true) await pause(CONTEND_MS * (0.75 + 0.25 * random()), resigned.signal);
      else if (!(await lead(got.holder, askedMs))) await pause(AGAIN_MS, resigned.signal);
    }
  }

  /** One term. Answers whether it ended in a way after which the lease may be asked for at once. */
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
