// attack: two thousand new connections a second from one address: streams, requests, and silent ones.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultRow } from '../support/fault/table.ts';
import { startChild } from '../support/service/child.ts';
import { metric } from '../support/service/metric.ts';
import { memoryMb } from '../support/service/process-figures.ts';
import { watchRates } from '../support/service/watch-rates.ts';
import { openRaw } from './raw.ts';

const A_SECOND = 2_000;

/** A separate process in C: two thousand connections a second would disturb the measurements of this process. */
function compileAttacker(): string {
  const binary = join(mkdtempSync(join(tmpdir(), 'ticker-flood-')), 'flood');
  execFileSync('cc', ['-O2', '-o', binary, new URL('flood.c', import.meta.url).pathname], {
    stdio: 'inherit',
  });
  return binary;
}

export async function flood(seconds: number): Promise<FaultRow> {
  const service = await startChild();
  const health = watchRates([service]);
  const args = [service.port, A_SECOND, seconds].map(String);
  const attacker = spawn(compileAttacker(), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let rate = 0;
  attacker.stdout.on('data', (text) => {
    rate = Number(text);
  });
  const over = once(attacker, 'exit');
  let isOver = false;
  void over.then(() => {
    isOver = true;
  });
  let most = 0;
  let admitted = 0;
  let tried = 0;
  while (!isOver) {
    await wait(500);
    most = Math.max(most, memoryMb(service));
    const legal = await openRaw(service.port);
    tried += 1;
    if (legal.status === 101) admitted += 1;
    legal.socket.destroy();
  }
  const { p99Ms, failed, asked } = await health.stop();
  const refused = await metric(service, 'ticker_clients_refused_total');
  const exitCode = await service.end();
  return {
    id: 'C3',
    fault: `${rate.toFixed(0)} connections a second for ${seconds} s`,
    measured: `memory ${most.toFixed(0)} MB at most; health p99 ${p99Ms.toFixed(0)} ms, ${failed} of ${asked} failed; ${admitted} of ${tried} legal clients admitted, ${refused} refused`,
    due: 'memory < 512 MB, health < 100 ms, legal clients admitted',
    passed:
      rate > A_SECOND * 0.9 &&
      most < 512 &&
      p99Ms < 100 &&
      failed === 0 &&
      admitted === tried &&
      exitCode === 0,
  };
}

export const run = async (): Promise<FaultRow[]> => [await flood(60)];
