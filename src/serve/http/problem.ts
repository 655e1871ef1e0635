// serve: errors as RFC 9457 says them. Never cached: a wrong answer must not outlive its cause.
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** All problems that there are, by status: what each means for the one who called. */
export const PROBLEMS = {
  400: 'A parameter or the request itself is wrong; detail names what',
  401: 'The bearer token is missing or wrong',
  403: 'Pages of this origin are not admitted',
  404: 'No such code, version or path; detail says what there is',
  405: 'Only GET and HEAD are answered',
  409: 'Another replica leads and polls: ask it instead',
  426: 'This path takes a WebSocket handshake',
  429: 'Too many requests; come back after Retry-After, in seconds',
  500: 'A fault of the service, which is logged',
  501: 'Another format than JSON is not answered',
  503: 'No rates yet, or no room; come back after Retry-After, in seconds',
} as const;

export type ProblemStatus = keyof typeof PROBLEMS;

/** An `application/problem+json` answer, for whichever road it leaves by. */
export interface Problem {
  status: ProblemStatus;
  headers: Record<string, string>;
  body: string;
}

/** `detail` is for the person who called; the title is the status in words, as the RFC wants it without a type. */
export function problemOf(
  status: ProblemStatus,
  detail: string,
  headers: Record<string, string> = {},
): Problem {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail }),
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
  // Who was told to stay away keeps no connection meanwhile.
  if (status === 429) response.shouldKeepAlive = false;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
}

/** By hand: before a handshake there is a bare socket, which Node leaves open for as long as the peer likes. */
export function refuseUpgrade(socket: Socket, { status, headers, body }: Problem): void {
  const all = { ...headers, connection: 'close', 'content-length': Buffer.byteLength(body) };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head.join('')}\r\n${body}`);
  socket.destroySoon();
}

export const badRequest = (detail: string) => problem(400, detail);
export const notFound = (detail: string) => problem(404, detail);
export const notReady = (detail: string) => problem(503, detail, { 'retry-after': '1' });
