// fault: answers that are too large, compressed or not. They are stopped early, in time and memory.

import { allPages, originsAt } from '../../support/banks/all-banks.ts';
import { type Fault, openBank } from '../../support/banks/bank.ts';
import type { FaultRow } from '../../support/fault/table.ts';
import { startWatched } from '../../support/service/watched.ts';
import { until } from '../../support/until.ts';

const LONGEST_MS = 200;
const MOST_MB = 40;
const ROUNDS = 10;

const CASES: readonly { id: string; fault: string; kind: Fault }[] = [
  { id: 'S4a', fault: 'a gzip bomb: 1 GB in 1 MB', kind: { kind: 'bomb' } },
  { id: 'S4b', fault: 'a body of 50 MB', kind: { kind: 'flood' } },
];

/** The rows of large answers, each sent ten times. */
export async function run(): Promise<FaultRow[]> {
  const bank = await openBank(allPages());
  const watched = await startWatched(originsAt(bank));
  const rows: FaultRow[] = [];
  try {
    await until(
      'the bank is polled without an error',
      async () => (await watched.polls('nbk', 'changed')) > 0,
    );
    // A new process grows by itself while its code is compiled.
    for (let round = 0; round < ROUNDS; round += 1) await watched.poll('nbk');
    for (const { id, fault, kind } of CASES) {
      bank.setFault(kind, 'nbk');
      // The bank compresses its bomb once, which takes a while.
      if (kind.kind === 'bomb') await (await fetch(`${bank.origin}/rss/`)).body?.cancel();
      watched.resetMemory();
      let slowestMs = 0;
      const reasons = new Set<string>();
      for (let round = 0; round < ROUNDS; round += 1) {
        const { tookMs, reason } = await watched.poll('nbk');
        slowestMs = Math.max(slowestMs, tookMs);
        reasons.add(reason);
      }
      const grown = watched.grownMb();
      rows.push({
        id,
        fault: `${fault}, ${ROUNDS} times`,
        measured: `${[...reasons].join('; ')}: after ${slowestMs} ms at most, +${grown} MB`,
        due: `refused within ${LONGEST_MS} ms, +${MOST_MB} MB`,
        passed:
          [...reasons].every((it) => /^body over/.test(it)) && slowestMs <= LONGEST_MS && grown <= MOST_MB,
      });
    }
    return rows;
  } finally {
    await watched.child.end('SIGKILL');
    await bank.close();
  }
}
