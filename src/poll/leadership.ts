// poll: the tasks of a leader, begun with each term that the store gives and ended with it.
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Store, Term } from '../store/store.ts';
import type { LeaderTasks } from './leader-tasks.ts';
import type { Outcome } from './outcome.ts';

export interface LeadershipDeps {
  store: Store;
  log: Log;
  /** Throws what the store throws: then it is tried again as long as the term lasts. */
  begin(store: Store): Promise<LeaderTasks>;
  /** Settled once the service listens: a start must not wait behind the banks. */
  listening: Promise<unknown>;
}

export interface Leadership {
  /** Whether this replica polls now. */
  leads(): boolean;
  /** Settles when the first term's tasks have begun, or could not. */
  begun: Promise<void>;
  /** Polls one source or all; `null` for an unknown id. Call it only while this replica leads. */
  pollNow(source?: string): Promise<Outcome[] | null>;
  /** Ends the tasks and lets another replica lead at once. */
  stop(): Promise<void>;
}

/** A store that is out of reach while tasks begin is asked again this soon. */
const AGAIN_MS = 1_000;

/** Stands for the lead, and does a leader's tasks whenever it is won. */
export function createLeadership({ store, log, begin, listening }: LeadershipDeps): Leadership {
  let tasks: LeaderTasks | null = null;
  // One term's tasks have ended before the next one's begin: two schedules would poll every bank twice.
  let turn: Promise<void> = Promise.resolve();
  let hasBegun: () => void = () => {};
  let couldNotBegin: (error: unknown) => void = () => {};
  const begun = new Promise<void>((resolve, reject) => {
    hasBegun = resolve;
    couldNotBegin = reject;
  });

  const resign = store.campaign((term) => {
    turn = turn.then(() => serve(term)).catch(tellFault);
  });

  /** A fault of one term must neither end the process nor keep this replica from the next term. */
  function tellFault(error: unknown): void {
    log.error({ reason: messageOf(error) }, 'a leader’s tasks failed');
  }

  async function serve({ store, over }: Term): Promise<void> {
    while (tasks === null && !over.aborted) {
      try {
        tasks = await begin(store);
        hasBegun();
      } catch (error) {
        // Only the first of all calls settles the promise: a later failure has the log line alone.
        couldNotBegin(error);
        log.warn({ reason: messageOf(error) }, 'a leader’s tasks could not begin');
        await sleep(AGAIN_MS, over);
      }
    }
    if (tasks === null) return;
    void listening.then(() => over.aborted || tasks?.startPolling()).catch(tellFault);
    log.info('leading: this replica polls');
    await ended(over);
    const ending = tasks;
    tasks = null;
    await ending.stop();
  }

  // Nobody may wait for it.
  begun.catch(() => {});
  return {
    leads: () => tasks !== null,
    begun,
    pollNow: async (source) => tasks?.pollNow(source) ?? null,
    async stop() {
      await resign();
      await turn;
    },
  };
}

function ended(over: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (over.aborted) resolve();
    else over.addEventListener('abort', () => resolve(), { once: true });
  });
}

async function sleep(ms: number, over: AbortSignal): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const slept = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([slept, ended(over)]);
  clearTimeout(timer);
}
