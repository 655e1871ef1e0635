// test: the built service as a child process, with its polls, memory and answers.
import type { Snapshot } from '../../../src/rates/wire.ts';
import { type ServiceChild, startChild } from './child.ts';
import { metric } from './metric.ts';
import { memoryMb, peakMb, resetPeak } from './process-figures.ts';

const TOKEN = 'a token for the faults';
/** A time that no run reaches: then only `poll` polls. */
const NEVER = '0 0 0 29 2 *';

export interface Watched {
  child: ServiceChild;
  /** Polls one source; the time is that of the whole request. */
  poll(source: string): Promise<{ result: string; reason: string; tookMs: number }>;
  snapshot(): Promise<Snapshot>;
  /** Number of polls of a source with one outcome. */
  polls(source: string, outcome: string): Promise<number>;
  /** Growth of the peak memory since the last `resetMemory`, in MB. */
  grownMb(): number;
  /** Starts the measurement of memory again. */
  resetMemory(): void;
}

/** Starts it without backfill and with only one poll at the start, unless `env` changes that. */
export async function startWatched(env: Record<string, string>): Promise<Watched> {
  const child = await startChild({
    ADMIN_TOKEN: TOKEN,
    SOURCES: '',
    POLL_CRON: NEVER,
    RATE_LIMIT: '0',
    BACKFILL_DAYS: '0',
    ...env,
  });
  let restMb = memoryMb(child);
  return {
    child,
    async poll(source) {
      const began = performance.now();
      const response = await fetch(`${child.opsOrigin}/admin/poll?source=${source}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      const { polls } = (await response.json()) as { polls: { result: string; reason?: string }[] };
      const { result = 'none', reason = '' } = polls[0] ?? {};
      return { result, reason, tookMs: Math.round(performance.now() - began) };
    },
    snapshot: async () => (await (await fetch(`${child.origin}/rates`)).json()) as Snapshot,
    polls: (source, outcome) => metric(child, 'ticker_polls_total', { source, outcome }),
    grownMb: () => Math.round((peakMb(child) - restMb) * 10) / 10,
    resetMemory() {
      resetPeak(child);
      restMb = memoryMb(child);
    },
  };
}
