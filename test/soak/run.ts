// soak: `npm run soak -- --minutes 30`: the built service with changes every second and crowds that connect and
// leave. Its memory between two crowds must not grow.
import { setTimeout as wait } from 'node:timers/promises';
import { type FaultRow, printFaults } from '../support/fault/table.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { metric } from '../support/service/metric.ts';
import { descriptors } from '../support/service/process-figures.ts';
import { until } from '../support/until.ts';
import { rush, settle } from './traffic.ts';

const at = process.argv.indexOf('--minutes');
const minutes = at === -1 ? 30 : Number(process.argv[at + 1]);
if (!(minutes >= 2)) {
  console.error('npm run soak -- --minutes <at least 2>');
  process.exit(1);
}
const STAY = 100;
const COME = 100;
const TOKEN = 'a-token-of-an-operator';
/** The number of changes that fills the log, five a poll: after it the log does not grow. */
const WARM_POLLS = 220;
/** The number of crowds after which the heap has its full size. */
const WARM_RUSHES = 3;
/** Growth of the heap in half an hour. */
const MAX_MB = 2;
/** Tolerance: a connection that is being closed, a poll in progress. */
const LEVEL = 3;

interface Sample {
  minute: number;
  heapMb: number;
  descriptors: number;
  timers: number;
}

/** Waits until the crowd has left, collects the garbage, and reads the metrics. */
async function sample(service: ServiceChild, startedMs: number): Promise<Sample> {
  await until('the end of the crowd', async () => (await metric(service, 'ticker_streams')) === STAY);
  // A poll may be in progress at each read: the minimum counts.
  let heapMb = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 4; turn += 1) {
    service.process.kill('SIGUSR2');
    await wait(270);
    heapMb = Math.min(heapMb, (await metric(service, 'nodejs_heap_size_used_bytes')) / 1024 / 1024);
  }
  return {
    minute: (performance.now() - startedMs) / 60_000,
    heapMb,
    descriptors: descriptors(service),
    timers: await metric(service, 'nodejs_active_resources', { type: 'Timeout' }),
  };
}

/** Growth per minute, by least squares. */
function slopeOf(samples: readonly Sample[]): number {
  const mean = (of: (it: Sample) => number) => samples.reduce((sum, it) => sum + of(it), 0) / samples.length;
  const [minute, heap] = [mean((it) => it.minute), mean((it) => it.heapMb)];
  const rise = mean((it) => (it.minute - minute) * (it.heapMb - heap));
  return rise / mean((it) => (it.minute - minute) ** 2);
}

async function soak(): Promise<FaultRow> {
  const service = await startChild({
    SOURCES: 'demo',
    ADMIN_TOKEN: TOKEN,
    RATE_LIMIT: '0',
    NODE_OPTIONS: `--import=${new URL('collect.mjs', import.meta.url).href}`,
  });
  const { origin, opsOrigin } = service;
  const staying = await settle(origin, STAY);
  const headers = { authorization: `Bearer ${TOKEN}` };
  for (let poll = 0; poll < WARM_POLLS; poll += 1)
    await (await fetch(`${opsOrigin}/admin/poll`, { method: 'POST', headers })).text();
  const startedMs = performance.now();
  const samples: Sample[] = [];
  for (let turn = 0; performance.now() - startedMs < minutes * 60_000; turn += 1) {
    await rush(origin, COME, turn);
    const read = await sample(service, startedMs);
    if (turn >= WARM_RUSHES) samples.push(read);
    // The messages of the listeners are not part of the measurement.
    for (const { messages } of staying) messages.length = 0;
    console.error(
      `${read.minute.toFixed(1)} min: ${read.heapMb.toFixed(2)} MB, ${read.descriptors} descriptors, ${read.timers} timers`,
    );
  }
  const lost = staying.filter(({ ended }) => ended !== 0).length;
  for (const stream of staying) stream.close();
  const exitCode = await service.end();
  const halfHourMb = slopeOf(samples) * 30;
  const spread = (of: (it: Sample) => number) => {
    const values = samples.map(of);
    return { from: Math.min(...values), to: Math.max(...values) };
  };
  const [open, timers] = [spread((it) => it.descriptors), spread((it) => it.timers)];
  return {
    id: 'C10',
    fault: `${minutes} minutes of changes, ${STAY} streams that stay, ${samples.length + WARM_RUSHES} crowds of ${COME} that come and go`,
    measured: `heap ${halfHourMb >= 0 ? '+' : ''}${halfHourMb.toFixed(2)} MB in 30 minutes (${samples.at(0)?.heapMb.toFixed(2)} → ${samples.at(-1)?.heapMb.toFixed(2)}); descriptors ${open.from} to ${open.to}; timers ${timers.from} to ${timers.to}; ${lost} streams lost; exit ${exitCode}`,
    due: `below +${MAX_MB} MB; both level within ${LEVEL}; 0; 0`,
    passed:
      halfHourMb < MAX_MB &&
      open.to - open.from <= LEVEL &&
      timers.to - timers.from <= LEVEL &&
      lost === 0 &&
      exitCode === 0,
  };
}

const rows = [await soak()];
printFaults(rows);
process.exit(rows.every((row) => row.passed) ? 0 : 1);
