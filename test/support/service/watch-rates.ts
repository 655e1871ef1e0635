// test: requests the rates all the time and measures the answers, as other clients experience a fault or an attack.
import { Agent, get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { percentile } from '../percentile.ts';
import type { ServiceChild } from './child.ts';

export interface Watch {
  /** Stops the requests. Returns their number, those that failed, and the time of the answers. */
  stop(): Promise<{ asked: number; failed: number; p99Ms: number; slowestMs: number }>;
}

export interface WatchOptions {
  path?: string;
  /** A text that each answer must contain. */
  contains?: string;
  /** The pause after each answer. The default is below the service's default limit of 600 requests a minute. */
  pauseMs?: number;
  /** The address of the client, such as `127.0.0.9`. */
  localAddress?: string;
}

const PAUSE_MS = 110;
/** A request without an answer in this time has failed. */
const LIMIT_MS = 10_000;

/** Requests from each service in turn over one connection, one request after the other, until it is stopped. */
export function watchRates(
  services: readonly Pick<ServiceChild, 'origin'>[],
  options: WatchOptions = {},
): Watch {
  const { path = '/rates', contains = '"pair":"', pauseMs = PAUSE_MS, localAddress = '127.0.0.1' } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const took: number[] = [];
  let failed = 0;
  let isOver = false;

  const ask = (origin: string) =>
    new Promise<boolean>((resolve) => {
      const signal = AbortSignal.timeout(LIMIT_MS);
      const request = get(origin + path, { agent, localAddress, signal }, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text: string) => {
          body += text;
        });
        response.on('end', () => resolve(response.statusCode === 200 && body.includes(contains)));
        response.on('error', () => resolve(false));
      });
      request.on('error', () => resolve(false));
    });

  const asking = (async () => {
    while (!isOver) {
      const began = performance.now();
      if (!(await ask(services[took.length % services.length]?.origin ?? ''))) failed += 1;
      took.push(performance.now() - began);
      await wait(pauseMs);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await asking;
      agent.destroy();
      return { asked: took.length, failed, p99Ms: percentile(took, 0.99), slowestMs: Math.max(...took) };
    },
  };
}
