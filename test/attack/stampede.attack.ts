// attack: the service ends with three thousand listeners, and starts again a second later.
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { type Connection, connect } from '../../widget/client/client.ts';
import type { FaultRow } from '../support/fault/table.ts';
import { startChild } from '../support/service/child.ts';
import { watchRates } from '../support/service/watch-rates.ts';
import { until } from '../support/until.ts';

const LIMITS = { MAX_CLIENTS_PER_ADDRESS: '20000', RATE_LIMIT: '0' };
/** The number of concurrent handshakes while the listeners connect for the first time. */
const AT_ONCE = 100;

/** `signal`: SIGKILL = no goodbye, SIGTERM = a goodbye with a delay for each. At most `limit` may return in one second. */
export async function stampede(
  count: number,
  signal: 'SIGKILL' | 'SIGTERM',
  limit = count / 10,
): Promise<FaultRow> {
  const first = await startChild(LIMITS);
  const back: number[] = [];
  const connections: Connection[] = [];
  let live = 0;
  let returnedAt = 0;
  for (let begun = 0; begun < count; begun += 1) {
    const connection = connect({
      src: first.origin,
      WebSocket,
      onState(state) {
        if (state !== 'live') return;
        if (returnedAt === 0) live += 1;
        else back.push(performance.now() - returnedAt);
      },
    });
    connections.push(connection);
    if (begun % AT_ONCE === 0) await until('the first handshakes', () => live >= begun - AT_ONCE, 30_000);
  }
  await until('all listeners', () => live === count, 30_000);
  const started = performance.now();
  returnedAt = started;
  const exit = first.end(signal);
  if (signal === 'SIGTERM') await exit;
  const exitCode = await exit;
  const endedS = (performance.now() - started) / 1_000;
  if (signal === 'SIGKILL') await wait(1_000);
  const second = await startChild({ ...LIMITS, PORT: String(first.port) });
  returnedAt = performance.now();
  back.length = 0;
  const health = watchRates([second]);
  await until('all back', () => back.length >= count, 90_000).catch(() => {});
  const { p99Ms } = await health.stop();
  const seconds = new Map<number, number>();
  for (const ms of back) seconds.set(Math.floor(ms / 1_000), (seconds.get(Math.floor(ms / 1_000)) ?? 0) + 1);
  const most = Math.max(...seconds.values());
  const lastS = Math.max(...back) / 1_000;
  for (const connection of connections) connection.close();
  await second.end('SIGKILL');
  const isExitRight = signal === 'SIGKILL' || (exitCode === 0 && endedS <= 20);
  return {
    id: signal === 'SIGKILL' ? 'C9' : 'C9 planned',
    fault: `${count} clients return after ${signal}`,
    measured: `${((100 * most) / count).toFixed(1)} % in the fullest second; ${back.length} back, the last after ${lastS.toFixed(1)} s; health p99 ${p99Ms.toFixed(0)} ms${signal === 'SIGTERM' ? `; exit ${exitCode} after ${endedS.toFixed(1)} s` : ''}`,
    due: 'at most 10 % a second, all back within 60 s',
    passed: most <= limit && back.length >= count && lastS <= 60 && isExitRight,
  };
}

export const run = async (): Promise<FaultRow[]> => [
  await stampede(3_000, 'SIGKILL'),
  await stampede(3_000, 'SIGTERM'),
];
