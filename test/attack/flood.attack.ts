// attack: two thousand new connections a second from one address: streams, requests, and some that say nothing.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { startChild } from '../child.ts';
import type { FaultRow } from '../fault/table.ts';
import { openRaw } from './raw.ts';
import { memoryMb, metric, watchHealth } from './watch.ts';

const A_SECOND = 2_000;
const STEP_MS = 20;

/** In a process of its own, so that it does not slow what the bystanders measure. Holds what it is given for 3 s. */
const ATTACKER = `
const { connect } = require('node:net');
const [port, aSecond, seconds, stepMs] = process.argv.slice(1).map(Number);
const stream = 'GET /ws HTTP/1.1\\r\\nHost: x\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\nSec-WebSocket-Version: 13\\r\\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\\r\\n\\r\\n';
const request = 'GET /rates HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n';
let begun = 0;
const started = performance.now();
const timer = setInterval(() => {
  const due = Math.min(aSecond * seconds, Math.floor((performance.now() - started) / 1000 * aSecond));
  for (; begun < due; begun += 1) {
    const kind = begun % 4;
    const socket = connect({ port, host: '127.0.0.1', localAddress: '127.0.0.2' }, () => {
      if (kind !== 3) socket.write(kind === 2 ? request : stream);
    });
    socket.on('error', () => {});
    socket.resume();
    setTimeout(() => socket.destroy(), 3000);
  }
  if (begun === aSecond * seconds) { clearInterval(timer); console.log(begun / (performance.now() - started) * 1000); }
}, stepMs);
`;

export async function flood(seconds: number): Promise<FaultRow> {
  const service = await startChild();
  const health = watchHealth(service);
  const args = ['-e', ATTACKER, ...[service.port, A_SECOND, seconds, STEP_MS].map(String)];
  const attacker = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
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
