import { beforeEach, describe, expect, it } from 'vitest';
import type { LeaderTasks } from '../../src/poll/leader-tasks.ts';
import { createLeadership } from '../../src/poll/leadership.ts';
import { createEmbeddedStore } from '../../src/store/embedded/store.ts';
import type { Store, Term } from '../../src/store/store.ts';
import { createQuietLog } from '../support/recorded-log.ts';

const { log, lines } = createQuietLog();
let done: string[];
let store: Store;
/** Starts a term by hand, as a shared store does when it is won. */
let giveTerm: () => AbortController;

beforeEach(async () => {
  done = [];
  lines.length = 0;
  const memory = await createEmbeddedStore({ files: null, log });
  store = {
    ...memory,
    campaign(onTerm: (term: Term) => void) {
      let over = new AbortController();
      giveTerm = () => {
        over = new AbortController();
        onTerm({ store: memory, over: over.signal });
        return over;
      };
      return async () => over.abort();
    },
  };
});

const tasks = (name: string): LeaderTasks => ({
  startPolling: () => void done.push(`${name} polls`),
  pollNow: async (source) => (source === 'nobody' ? null : []),
  async stop() {
    done.push(`${name} stops`);
  },
});

function lead(begin: () => Promise<LeaderTasks>, listening: Promise<unknown> = Promise.resolve()) {
  return createLeadership({ store, log, begin, listening });
}

describe('leadership', () => {
  it('starts its tasks with a term and ends them with it', async () => {
    const it = lead(async () => tasks('first'));
    expect(it.leads()).toBe(false);
    const over = giveTerm();
    await it.begun;
    await expect.poll(() => done).toEqual(['first polls']);
    expect(it.leads()).toBe(true);
    expect(await it.pollNow('nobody')).toBeNull();
    over.abort();
    await expect.poll(() => done).toEqual(['first polls', 'first stops']);
    expect(it.leads()).toBe(false);
  });

  it('ends the tasks of one term before it starts those of the next', async () => {
    let count = 0;
    const it = lead(async () => {
      count += 1;
      done.push(`${count} begins`);
      return tasks(String(count));
    });
    const over = giveTerm();
    await it.begun;
    over.abort();
    giveTerm();
    await expect
      .poll(() => done.filter((line) => !line.endsWith('polls')))
      .toEqual(['1 begins', '1 stops', '2 begins']);
    await it.stop();
    expect(done.at(-1)).toBe('2 stops');
  });

  it('polls only after the service listens', async () => {
    let listens = () => {};
    const listening = new Promise<void>((resolve) => {
      listens = resolve;
    });
    const it = lead(async () => tasks('first'), listening);
    giveTerm();
    await it.begun;
    expect(done).toEqual([]);
    listens();
    await expect.poll(() => done).toEqual(['first polls']);
    await it.stop();
  });

  it('logs why tasks failed to start, and tries again until the end of the term', async () => {
    let tries = 0;
    const it = lead(async () => {
      tries += 1;
      if (tries === 1) throw new Error('out of reach');
      return tasks('second');
    });
    giveTerm();
    await expect(it.begun).rejects.toThrow('out of reach');
    expect(lines).toMatchObject([{ level: 'warn', fields: { reason: 'out of reach' } }]);
    await expect.poll(() => done, { timeout: 4_000 }).toEqual(['second polls']);
    await it.stop();
  });

  it('continues after a second failure, and on a replica that has led before', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    let tries = 0;
    const it = lead(async () => {
      tries += 1;
      if (tries !== 2 && tries !== 4) throw new Error(`out of reach ${tries}`);
      return tasks(String(tries));
    });
    const over = giveTerm();
    await expect.poll(() => done, { timeout: 4_000 }).toEqual(['2 polls']);
    over.abort();
    giveTerm();
    await expect.poll(() => done, { timeout: 4_000 }).toEqual(['2 polls', '2 stops', '4 polls']);
    await it.stop();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('leads again after tasks that failed to end or to start their polls', async () => {
    let count = 0;
    const it = lead(async () => {
      count += 1;
      if (count > 1) return tasks('second');
      const fail = () => {
        throw new Error('stuck');
      };
      return { ...tasks('first'), startPolling: fail, stop: async () => fail() };
    });
    const over = giveTerm();
    const faults = () => lines.filter(({ level }) => level === 'error').length;
    await expect.poll(faults).toBe(1);
    over.abort();
    giveTerm();
    await expect.poll(() => done).toEqual(['second polls']);
    expect(faults()).toBe(2);
    await it.stop();
  });
});
