// serve: the log of requests, one line for each.
import type { EventEmitter } from 'node:events';
import type { Log } from '../../log.ts';

export type AccessLog = Pick<Log, 'debug'>;

/** A request as it is logged; an unreadable one has neither method nor address. */
export interface Asked {
  requestId: string;
  method?: string | undefined;
  url?: string | undefined;
}

/** Logs a request when `over` is closed. A stream is over when its client disconnects. */
export function logAccess(
  log: AccessLog,
  { requestId, method, url = '' }: Asked,
  over: EventEmitter,
  statusOf: () => number,
): void {
  const startedMs = performance.now();
  over.once('close', () => {
    const ms = Math.round((performance.now() - startedMs) * 10) / 10;
    log.debug({ requestId, method, url: url.slice(0, 200), status: statusOf(), ms }, 'answered');
  });
}
