// fault: a bank that is unreachable for ten minutes: the number of requests to it, and the effect on other banks and
// on clients.
import { setTimeout as sleep } from 'node:timers/promises';
import { allPages, originsAt } from '../../support/banks/all-banks.ts';
import { type Bank, openBank, type Publisher } from '../../support/banks/bank.ts';
import type { FaultRow } from '../../support/fault/table.ts';
import { watchRates } from '../../support/service/watch-rates.ts';
import { startWatched, type Watched } from '../../support/service/watched.ts';
import { until } from '../../support/until.ts';

/** All cases run in parallel; `FAULT_MINUTES` shortens a run. */
const MINUTES = Number(process.env.FAULT_MINUTES ?? '10');
const MOST_REQUESTS = 12;
const MOST_LATE_MS = 1_000;
/** The shortest interval at which the polls of the others do not overlap. */
const TICK_MS = 10_000;
const OTHERS: readonly Publisher[] = ['nbkr', 'nbt', 'cbu', 'cbt', 'cbr'];
const RETRY_AFTER_S = 130;

interface Trouble {
  id: string;
  fault: string;
  /** An address in place of the bank's. */
  origin?: string;
  begin(ill: Bank): void | Promise<void>;
  /** The shortest time between two requests. */
  leastGapMs?: number;
}

const TROUBLES: readonly Trouble[] = [
  { id: 'S1a', fault: 'nothing listens at its address', begin: (ill) => ill.close() },
  { id: 'S1b', fault: 'it closes every connection', begin: (ill) => ill.setFault({ kind: 'refuse' }) },
  { id: 'S1c', fault: 'it answers 503', begin: (ill) => ill.setFault({ kind: 'status', status: 503 }) },
  {
    id: 'S1d',
    fault: `it answers 429 with Retry-After: ${RETRY_AFTER_S}`,
    begin: (ill) =>
      ill.setFault({ kind: 'status', status: 429, headers: { 'retry-after': String(RETRY_AFTER_S) } }),
    leastGapMs: RETRY_AFTER_S * 1_000,
  },
  { id: 'S1e', fault: 'its name has no address', origin: 'http://bank.invalid', begin: () => {} },
];

/** The longest delay of the first request of each poll after its tick; a missing poll counts as a whole tick. */
function latest(well: Bank, fromMs: number, toMs: number): number {
  let late = 0;
  for (const publisher of OTHERS) {
    const times = well.requests(publisher).map(({ atMs }) => atMs);
    for (let tick = Math.ceil(fromMs / TICK_MS) * TICK_MS; tick < toMs - TICK_MS; tick += TICK_MS) {
      const first = times.find((time) => time >= tick && time < tick + TICK_MS);
      late = Math.max(late, first === undefined ? TICK_MS : first - tick);
    }
  }
  return late;
}

async function suffer(trouble: Trouble): Promise<FaultRow> {
  const [well, ill] = [await openBank(allPages()), await openBank(allPages())];
  const origin = trouble.origin ?? ill.origin;
  const watched = await startWatched({
    POLL_CRON: `*/${TICK_MS / 1_000} * * * * *`,
    ...originsAt(well),
    NBK_ORIGIN: origin,
  });
  try {
    await until('the others are read', () => OTHERS.every((id) => well.requests(id).length > 0));
    if (trouble.origin === undefined) await until('KZT is the bank’s own', () => showsBank(watched));
    await trouble.begin(ill);
    const fromMs = Date.now();
    const failedBefore = await watched.polls('nbk', 'failed');
    const watch = watchRates([watched.child], { contains: '"KZT/USD"' });
    await sleep(MINUTES * 60_000);
    const toMs = Date.now();
    const rates = await watch.stop();
    // Each failed poll ends at its first request; without a server that counts them, they are counted here.
    const polls = (await watched.polls('nbk', 'failed')) - (trouble.origin ? 0 : failedBefore);
    const times = ill
      .requests()
      .map(({ atMs }) => atMs)
      .filter((time) => time >= fromMs);
    const requests = Math.max(polls, times.length);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    const gapKept = Math.min(...gaps) >= (trouble.leastGapMs ?? 0);
    const late = latest(well, fromMs, toMs);
    const waited =
      trouble.leastGapMs === undefined ? '' : `, ${Math.floor(Math.min(...gaps) / 1_000)} s apart at least`;
    return {
      id: trouble.id,
      fault: `${trouble.fault}, ${MINUTES} min`,
      measured: `${requests} requests${waited}, ${rates.failed} of ${rates.asked} /rates failed, other banks ${late} ms late at most`,
      due: `1 to ${MOST_REQUESTS}, 0 failed, ${MOST_LATE_MS} ms`,
      passed:
        requests >= 1 &&
        requests <= MOST_REQUESTS &&
        gapKept &&
        rates.failed === 0 &&
        rates.asked > MINUTES * 60 &&
        late <= MOST_LATE_MS,
    };
  } finally {
    await watched.child.end('SIGKILL');
    await well.close();
    if (trouble.id !== 'S1a') await ill.close();
  }
}

async function showsBank(watched: Watched): Promise<boolean> {
  const { rates } = await watched.snapshot();
  return rates.some((rate) => rate.base === 'KZT' && rate.source.id === 'nbk');
}

/** The rows of an unreachable bank. */
export async function run(): Promise<FaultRow[]> {
  console.log(
    `\n${TROUBLES.length} services, each with one failing bank, for ${MINUTES} minutes in parallel …`,
  );
  return Promise.all(TROUBLES.map(suffer));
}
