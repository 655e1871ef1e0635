// serve: the requests that do not pass the pipeline: WebSocket handshakes, and bytes that are no request.
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Metrics } from '../metrics.ts';
import { type AccessLog, logAccess } from './http/access-log.ts';
import { type Problem, problemOf, refuseUpgrade } from './http/problem.ts';
import { createRequestIds, REQUEST_ID } from './http/request-id.ts';
import type { Stream } from './stream/streams.ts';

export interface UnroutedDeps {
  metrics: Pick<Metrics, 'requests'>;
  /** `null` = none. */
  accessLog: AccessLog | null;
  stream: Pick<Stream, 'upgrade'>;
}

export interface Unrouted {
  upgrade(request: IncomingMessage, socket: Socket, head: Buffer): void;
  /** Answers what Node's parser refused, and closes the connection. */
  refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void;
}

/** The errors of Node's parser that are not a 400. */
function problemForError({ code = '', message }: NodeJS.ErrnoException): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return problemOf(431, 'the address and the headers are over 16 KiB');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return problemOf(408, 'the request did not arrive in time');
  return problemOf(400, `not a valid request: ${message.replace(/^Parse Error: /, '')}`);
}

/** Gives each of them an id, a line in the access log and, where no stream was asked for, a count. */
export function createUnrouted({ metrics, accessLog, stream }: UnroutedDeps): Unrouted {
  const requestIdOf = createRequestIds();
  return {
    upgrade(request, socket, head) {
      const requestId = requestIdOf(request.headers[REQUEST_ID]);
      request.headers[REQUEST_ID] = requestId;
      const status = stream.upgrade(request, socket, head);
      // Another protocol than WebSocket: the pipeline has answered and logged it.
      if (status === null || accessLog === null) return;
      logAccess(accessLog, { requestId, method: request.method, url: request.url }, socket, () => status);
    },
    refuseUnreadable(error, socket) {
      const requestId = requestIdOf(undefined);
      const problem = problemForError(error);
      metrics.requests.inc({ route: 'other', status: problem.status });
      if (accessLog !== null) logAccess(accessLog, { requestId }, socket, () => problem.status);
      refuseUpgrade(socket, problem, requestId);
    },
  };
}
