// serve: errors as problem details (RFC 9457). Never cached: an error must not be served after its cause is gone.
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { REQUEST_ID } from './request-id.ts';

/** All problems by status: the name at the end of their type, their meaning for the client, and a detail of one. */
export const PROBLEMS = {
  400: {
    name: 'bad-request',
    about: 'A parameter or the request itself is wrong; detail says which',
    detail: 'digits: must be a whole number from 1 to 12',
  },
  401: {
    name: 'unauthorized',
    about: 'The bearer token is missing or wrong',
    detail: 'the bearer token of ADMIN_TOKEN is required',
  },
  403: {
    name: 'origin-refused',
    about: 'Pages of this origin are not admitted',
    detail: 'this origin is not admitted',
  },
  404: {
    name: 'not-found',
    about: 'No such code, version, language or path; detail lists what exists, except for a path',
    detail: 'no rate for XXX; the codes are KGS, KZT',
  },
  405: {
    name: 'method-not-allowed',
    about: 'Only GET and HEAD are answered',
    detail: 'only GET and HEAD are answered here',
  },
  408: {
    name: 'request-timeout',
    about: 'The request did not arrive in time: five seconds for its headers',
    detail: 'the request did not arrive in time',
  },
  409: {
    name: 'not-leading',
    about: 'This replica does not lead; send the request to the one that does',
    detail: 'this replica does not lead: send the request to the one that does',
  },
  426: {
    name: 'upgrade-required',
    about: 'This path needs a WebSocket handshake',
    detail: 'this path needs a WebSocket handshake; /stream works without one',
  },
  429: {
    name: 'too-many-requests',
    about: 'Too many requests; try again after Retry-After, in seconds',
    detail: 'over 600 requests a minute',
  },
  431: {
    name: 'request-too-large',
    about: 'The address and the headers together are over 16 KiB',
    detail: 'the address and the headers are over 16 KiB',
  },
  500: {
    name: 'fault',
    about: 'The service failed; its log has the failure, with the X-Request-Id of the answer',
    detail: 'the service failed; the failure is logged',
  },
  501: {
    name: 'format-not-answered',
    about: 'Only format=json is supported',
    detail: 'only format=json is supported',
  },
  503: {
    name: 'not-ready',
    about:
      'No rates or no history yet, all streams are in use, too many pictures are waiting to be painted, or the service stops: detail says which; try again after Retry-After, in seconds',
    detail: 'no rates yet',
  },
} as const;

export type ProblemStatus = keyof typeof PROBLEMS;

/** An `application/problem+json` answer, independent of how it is sent. */
export interface Problem {
  status: ProblemStatus;
  headers: Record<string, string>;
  body: string;
}

/**
 * The `type` of a problem: where it is described. The same on every service, so that clients can compare it as text. It
 * begins at the service's address, which may have a path of its own.
 */
export const typeOf = (status: ProblemStatus) => `/docs#problem-${PROBLEMS[status].name}`;

/** `detail` is for the developer of the client; the title is the status in words. */
export function problemOf(
  status: ProblemStatus,
  detail: string,
  headers: Record<string, string> = {},
): Problem {
  const body = JSON.stringify({ type: typeOf(status), title: STATUS_CODES[status], status, detail });
  return {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      // Set here, because an answer to HEAD has no body to measure.
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    },
    body,
  };
}

export function problem(
  status: ProblemStatus,
  detail: string,
  headers: Record<string, string> = {},
): Response {
  const { body, ...rest } = problemOf(status, detail, headers);
  return new Response(body, rest);
}

export function sendProblem(response: ServerResponse, { status, headers, body }: Problem): void {
  // A client over its limit must wait; its connection is not kept open for that time.
  if (status === 429) response.shouldKeepAlive = false;
  response.writeHead(status, headers).end(body);
}

/**
 * Written to the socket directly: before a handshake there is no response, and Node would never close the socket.
 * `requestId` is absent where no request was read.
 */
export function refuseUpgrade(socket: Socket, { status, headers, body }: Problem, requestId?: string): void {
  const id = requestId === undefined ? {} : { [REQUEST_ID]: requestId };
  const all = { ...headers, ...id, connection: 'close' };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('')}\r\n${body}`);
  socket.destroySoon();
}

export const badRequest = (detail: string) => problem(400, detail);
export const notFound = (detail: string) => problem(404, detail);
export const notReady = (detail: string) => problem(503, detail, { 'retry-after': '1' });
