// fault: the embedded store killed with SIGKILL while it saves, repeatedly with the same folder.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDays } from '../../../src/rates/date.ts';
import { openStateFiles } from '../../../src/store/embedded/state-files.ts';
import type { Commit } from '../../../src/store/store.ts';
import type { FaultRow } from '../../support/fault/table.ts';
import { fixingOf, rateFor } from '../../support/figures.ts';

/** The promised number takes four minutes: only with `--long`. */
const [KILLS, LONG_KILLS] = [30, 500] as const;
/** The time of two or three commits: the history of five years takes some milliseconds to write. */
const LONGEST_MS = 40;
const HISTORY_DAYS = 5 * 365;
const LAST_DAY = '2026-04-02';

const figureAt = (seq: number) => `${100 + seq}.5`;

/** The commit of position `seq`: the first one contains years of history, the later ones correct its last day. */
export function stateAt(seq: number): Commit {
  const days = seq === 1 ? HISTORY_DAYS : 1;
  const fixings = Array.from({ length: days }, (_, index) =>
    fixingOf('KGS', figureAt(seq), addDays(LAST_DAY, -index)),
  );
  return { rates: [rateFor('KGS', figureAt(seq), LAST_DAY)], fixings };
}

/** Starts a process that commits, and kills it. Returns the last commit that it reported. */
async function killWhileSaving(dir: string): Promise<{ epoch: string; seq: number }> {
  const child = fork(new URL('saving-work.ts', import.meta.url), [dir], { silent: true });
  let last = '';
  if (child.stdout === null) throw new Error('a silent child has a stdout');
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    last = line;
  });
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += String(chunk);
  });
  await Promise.race([once(lines, 'line'), once(child, 'exit')]);
  await sleep(Math.random() * LONGEST_MS);
  const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]);
  if (!child.kill('SIGKILL')) throw new Error(`ended by itself: ${errors}`);
  await ended;
  const [epoch = '', seq = ''] = last.split(' ');
  return { epoch, seq: Number(seq) };
}

/** The fault that a start after the kill finds; `null` for none. */
async function wrongAfter(dir: string, told: { epoch: string; seq: number }): Promise<string | null> {
  const files = await openStateFiles(dir);
  const { snapshot, fixings, putAside } = await files.load();
  await files.close();
  if (putAside.length > 0) return `unreadable: ${putAside}`;
  if (snapshot === null) return 'no snapshot';
  const { epoch, seq, rates } = snapshot;
  // The commit after the last reported one may be on the disk already.
  if (epoch !== told.epoch || (seq !== told.seq && seq !== told.seq + 1))
    return `reported ${told.epoch} ${told.seq}, found ${epoch} ${seq}`;
  if (rates[0]?.inverse !== figureAt(seq)) return `${rates[0]?.inverse} at ${seq}`;
  // The history is written first, so that it may be one commit ahead.
  const newest = fixings.find((fixing) => fixing.date === LAST_DAY)?.printed ?? '';
  if (fixings.length !== HISTORY_DAYS || ![figureAt(seq), figureAt(seq + 1)].includes(newest))
    return `${fixings.length} fixings, the newest ${newest}, at ${seq}`;
  return null;
}

/** The row of kills. */
export async function run(): Promise<FaultRow[]> {
  const kills = process.argv.includes('--long') ? LONG_KILLS : KILLS;
  const dir = await mkdtemp(join(tmpdir(), 'ticker-'));
  const seen = { halfWritten: 0, wrong: 0, commits: 0 };
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const told = await killWhileSaving(dir);
      if (['snapshot.json.new', 'history.ndjson.new'].some((name) => existsSync(join(dir, name))))
        seen.halfWritten += 1;
      const wrong = await wrongAfter(dir, told);
      if (wrong !== null) {
        seen.wrong += 1;
        console.log(`kill ${kill + 1}: ${wrong}`);
      }
      seen.commits = told.seq;
    }
  } finally {
    await rm(dir, { recursive: true });
  }
  return [
    {
      id: 'O3',
      fault: `embedded store killed ${kills} times while it saves (${LONG_KILLS} with --long)`,
      measured: `${seen.halfWritten} kills left a file half written, ${seen.commits} commits in all; ${seen.wrong} times neither the last committed state nor the one before it`,
      due: 'some; 0',
      passed: seen.wrong === 0 && seen.halfWritten > 0,
    },
  ];
}
