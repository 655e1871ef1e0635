// test: the built service as a child process, with its polls, memory and answers.
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Snapshot } from '../../../src/rates/wire.ts';
import { type ServiceChild, startChild } from './child.ts';

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
  /** Growth of the peak memory since the last `calm`, in MB. */
  grownMb(): number;
  /** Starts the measurement of memory again. */
  calm(): void;
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
  const folder = `/proc/${child.process.pid}`;
  const kib = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`${folder}/status`, 'utf8'))?.[1]);
  let calmKib = kib('VmRSS');
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
    async polls(source, outcome) {
      const text = await (await fetch(`${child.opsOrigin}/metrics`)).text();
      const line = `ticker_polls_total{source="${source}",outcome="${outcome}"} `;
      return Number(
        text
          .split('\n')
          .find((it) => it.startsWith(line))
          ?.slice(line.length) ?? 0,
      );
    },
    grownMb: () => Math.round((kib('VmHWM') - calmKib) / 102.4) / 10,
    calm() {
      // This resets the kernel's high-water mark to the resident memory.
      writeFileSync(`${folder}/clear_refs`, '5');
      calmKib = kib('VmRSS');
    },
  };
}

/** Requests `/rates` ten times a second until it is stopped. Returns the number of failures. */
export function askRates(origin: string): () => Promise<{ asked: number; failed: number }> {
  const count = { asked: 0, failed: 0 };
  let stopped = false;
  const running = (async () => {
    while (!stopped) {
      const ok = await fetch(`${origin}/rates`).then(
        async (response) => response.status === 200 && (await response.text()).includes('"KZT/USD"'),
        () => false,
      );
      count.asked += 1;
      if (!ok) count.failed += 1;
      await sleep(100);
    }
  })();
  return async () => {
    stopped = true;
    await running;
    return count;
  };
}
