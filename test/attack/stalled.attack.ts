// attack: listeners that never read, among many that do, with updates at the highest possible rate.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { compile } from '../bench/crowd.ts';
import type { FaultRow } from '../support/fault/table.ts';
import { percentile } from '../support/percentile.ts';
import { type ServiceChild, startChild } from '../support/service/child.ts';
import { metric } from '../support/service/metric.ts';
import { memoryMb } from '../support/service/process-figures.ts';

const TOKEN = 'a-token-of-an-operator';
/** The kernel buffers the first 4 MB of each. */
const OFFERED_BYTES = 16 * 1024 * 1024;
/** Listeners whose delay is measured; the other readers are one process in C, which costs little. */
const SAMPLED = 5;
/**
 * A frozen page still answers pings. Without a pong the listeners would be closed as dead before they are too slow.
 */
const PONG_MS = 10_000;
/** The limit of a failing run. */
const MAX_MS = 240_000;
/** Time in which the heap grows by the load alone, before the first stall. */
const WARM_MS = 15_000;

function open(service: ServiceChild): Promise<WebSocket> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${service.origin.replace('http', 'ws')}/ws`);
    socket.on('error', () => {});
    socket.on('open', () => resolve(socket));
  });
}

/** A pause between polls: without it the service is never idle, and every delay is that of an overload. */
const PAUSE_MS = 12;

/** Polls the demo source repeatedly: each poll is up to five changes. */
function churn({ opsOrigin }: ServiceChild): { stop(): Promise<void> } {
  let isOver = false;
  const polling = (async () => {
    while (!isOver) {
      const headers = { authorization: `Bearer ${TOKEN}` };
      await (await fetch(`${opsOrigin}/admin/poll?source=demo`, { method: 'POST', headers })).text();
      await wait(PAUSE_MS);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await polling;
    },
  };
}

/** Starts readers in C and waits until they listen. */
async function startReaders(port: number, count: number): Promise<() => void> {
  const binary = compile();
  const args = [String(port), String(count), 'ws', '{"type":"update"', '/ws'];
  const crowd = spawn(binary('crowd'), args, { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: crowd.stdout }).once('line', () => resolve());
    crowd.once('exit', (code) => reject(new Error(`the readers ended with ${code}`)));
  });
  return () => void crowd.kill('SIGKILL');
}

export async function stall(readers: number, stalled: number): Promise<FaultRow> {
  const service = await startChild({
    SOURCES: 'demo',
    ADMIN_TOKEN: TOKEN,
    MAX_CLIENTS_PER_ADDRESS: '5000',
  });
  const stopReaders = await startReaders(service.port, readers - SAMPLED);
  const delays: number[] = [];
  const sampled = await Promise.all(Array.from({ length: SAMPLED }, () => open(service)));
  let bytes = 0;
  // After that this process is busy with their backlog, and would measure itself.
  let isReadAgain = false;
  for (const socket of sampled) {
    socket.on('message', (data: Buffer) => {
      if (socket === sampled[0]) bytes += data.length;
      const { type, asOf } = JSON.parse(String(data));
      if (type === 'update' && !isReadAgain) delays.push(Date.now() - Date.parse(asOf));
    });
  }
  const churning = churn(service);
  await wait(WARM_MS);
  let before = 0;
  let most = 0;
  for (let look = 0; look < 10; look += 1) {
    before = Math.max(before, memoryMb(service));
    await wait(200);
  }
  delays.length = 0;
  bytes = 0;
  const started = performance.now();
  const codes: number[] = [];
  const deaf = await Promise.all(Array.from({ length: stalled }, () => open(service)));
  for (const socket of deaf) {
    socket.pause();
    socket.on('close', (code) => codes.push(code));
  }
  const ponging = setInterval(() => {
    for (const socket of deaf) if (socket.readyState === WebSocket.OPEN) socket.pong();
  }, PONG_MS);
  let stalledAt = 0;
  let allCutS = 0;
  while (allCutS === 0 || bytes < OFFERED_BYTES) {
    await wait(200);
    most = Math.max(most, memoryMb(service));
    // A listener counts as stalled a second after the first unsent write.
    if (stalledAt === 0 && (await metric(service, 'ticker_stream_conflations_total')) > 0) {
      stalledAt = performance.now() - 1_000;
    }
    const sinceMs = stalledAt === 0 ? 0 : performance.now() - stalledAt;
    if (
      allCutS === 0 &&
      (await metric(service, 'ticker_streams_cut_total', { reason: 'too-slow' })) >= stalled
    ) {
      allCutS = sinceMs / 1_000;
    }
    // A tenth of them start to read while the close frame is still unsent.
    if (allCutS !== 0 && !isReadAgain) {
      isReadAgain = true;
      for (const socket of deaf.slice(0, stalled / 10)) socket.resume();
    }
    if (performance.now() - started > MAX_MS || service.process.exitCode !== null) break;
  }
  clearInterval(ponging);
  await churning.stop();
  const seen = codes.filter((code) => code === 4_000).length;
  const left = await metric(service, 'ticker_streams');
  stopReaders();
  for (const socket of [...sampled, ...deaf]) socket.terminate();
  const exitCode = await service.end();
  const p99 = percentile(delays, 0.99);
  const grown = most - before;
  return {
    id: 'C1',
    fault: `${readers + stalled} streams, ${stalled} that never read, ${(bytes / 1024 / 1024).toFixed(0)} MB offered to each`,
    measured: `memory +${grown.toFixed(0)} MB; the others’ p99 ${p99.toFixed(0)} ms (${delays.length} samples); all cut in ${allCutS.toFixed(1)} s, ${seen} of ${stalled / 10} that read again saw 4000, ${left} streams left`,
    due: 'memory +30 MB; p99 < 100 ms; 4000 within 35 s',
    passed:
      grown <= 30 && p99 < 100 && allCutS > 0 && allCutS <= 35 && seen === stalled / 10 && exitCode === 0,
  };
}

export const run = async (): Promise<FaultRow[]> => [await stall(900, 100)];
