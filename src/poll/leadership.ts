// poll: starts a leader's tasks with each term of the store, and ends them with it.
import { messageOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Store, Term } from '../store/store.ts';
import { createTurn } from '../turn.ts';
import type { LeaderTasks } from './leader-tasks.ts';
import type { PollOutcome } from './outcome.ts';

export interface LeadershipDeps {
  store: Store;
  log: Log;
  /** Throws the errors of the store: then it is tried again until the end of the term. */
  begin(store: Store): Promise<LeaderTasks>;
  /** Settles when the service listens: its start must not wait for the banks. */
  listening: Promise<unknown>;
}

/** The part of this replica in the leadership. */
export interface Leadership {
  /** Whether this replica leads and polls now. */
  leads(): boolean;
  /** Settles when the tasks of the first term have started, or have failed to start. */
  begun: Promise<void>;
  /** Polls one source or all; `null` for an unknown id. To be called only while this replica leads. */
  pollNow(source?: string): Promise<PollOutcome[] | null>;
  /** Ends the tasks and resigns, so that another replica can lead at once. */
  stop(): Promise<void>;
}

/** Pause before a retry after the tasks failed to start because the store was unreachable. */
const AGAIN_MS = 1_000;

/** Contends for leadership, and runs the leader's tasks during each term. */
export function createLeadership({ store, log, begin, listening }: LeadershipDeps): Leadership {
  let tasks: LeaderTasks | null = null;
  // The tasks of one term end before those of the next one start: two schedules would poll every bank twice.
  const turn = createTurn();
  let hasBegun: () => void = () => {};
  let couldNotBegin: (error: unknown) => void = () => {};
  const begun = new Promise<void>((resolve, reject) => {
    hasBegun = resolve;
    couldNotBegin = reject;
  });

  const resign = store.campaign((term) => {
    void turn.take(() => runTasks(term).catch(logFault));
  });

  /** An error in one term must neither end the process nor prevent the next term. */
  function logFault(error: unknown): void {
    log.error({ reason: messageOf(error) }, 'a leader’s tasks failed');
  }

  async function runTasks({ store, over }: Term): Promise<void> {
    while (tasks === null && !over.aborted) {
      try {
        tasks = await begin(store);
        hasBegun();
      } catch (error) {
        // Only the first call settles the promise: a later failure is only logged.
        couldNotBegin(error);
        log.warn({ reason: messageOf(error) }, 'a leader’s tasks could not begin');
        await sleep(AGAIN_MS, over);
      }
    }
    if (tasks === null) return;
    void listening.then(() => over.aborted || tasks?.startPolling()).catch(logFault);
    log.info('leading: this replica polls');
    await ended(over);
    const ending = tasks;
    tasks = null;
    await ending.stop();
  }

  // There may be no caller that waits for it.
  begun.catch(() => {});
  return {
    leads: () => tasks !== null,
    begun,
    pollNow: async (source) => tasks?.pollNow(source) ?? null,
    async stop() {
      await resign();
      await turn.idle();
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
