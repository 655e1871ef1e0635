// attack: measures the service for other clients during an attack.
import { readdirSync, readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceChild } from '../support/service/child.ts';

export function memoryMb({ process: { pid } }: ServiceChild): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

export function descriptors({ process: { pid } }: ServiceChild): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Sum of a metric over all labels, or over those that contain `label`. */
export async function metric({ opsOrigin }: ServiceChild, name: string, label = ''): Promise<number> {
  const text = await (await fetch(`${opsOrigin}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith(name) && line.includes(label));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

export interface Health {
  /** Stops the requests. Returns the 99th percentile of GET /rates in ms, and the failed requests. */
  stop(): Promise<{ p99Ms: number; asked: number; failed: number }>;
}

/** Below the default limit of 600 requests a minute. */
const PAUSE_MS = 110;

/** Requests GET /rates nine times a second over one connection. */
export function watchHealth({ port }: ServiceChild, localAddress = '127.0.0.1'): Health {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const took: number[] = [];
  let failed = 0;
  let isOver = false;
  const ask = () =>
    new Promise<boolean>((resolve) => {
      const request = get({ port, path: '/rates', host: '127.0.0.1', localAddress, agent }, (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode === 200));
      });
      request.on('error', () => resolve(false));
    });
  const asking = (async () => {
    while (!isOver) {
      const started = performance.now();
      if (!(await ask())) failed += 1;
      took.push(performance.now() - started);
      await wait(PAUSE_MS);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await asking;
      agent.destroy();
      return { p99Ms: percentile(took, 0.99), asked: took.length, failed };
    },
  };
}
