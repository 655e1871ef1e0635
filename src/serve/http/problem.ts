// serve: errors as RFC 9457 says them. Never cached: a wrong answer must not outlive its cause.
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** All problems that there are, by status: the name that ends their type, and what each means for the one who called. */
export const PROBLEMS = {
  400: { name: 'bad-request', about: 'A parameter or the request itself is wrong; detail names what' },
  401: { name: 'unauthorized', about: 'The bearer token is missing or wrong' },
  403: { name: 'origin-refused', about: 'Pages of this origin are not admitted' },
  404: { name: 'not-found', about: 'No such code, version or path; detail says what there is' },
  405: { name: 'method-not-allowed', about: 'Only GET and HEAD are answered' },
  409: { name: 'not-leading', about: 'Another replica leads and polls: ask it instead' },
  426: { name: 'upgrade-required', about: 'This path takes a WebSocket handshake' },
  429: { name: 'too-many-requests', about: 'Too many requests; come back after Retry-After, in seconds' },
  500: { name: 'fault', about: 'A fault of the service, which is logged' },
  501: { name: 'format-not-answered', about: 'Another format than JSON is not answered' },
  503: { name: 'not-ready', about: 'No rates yet, or no room; come back after Retry-After, in seconds' },
} as const;

export type ProblemStatus = keyof typeof PROBLEMS;

/** An `application/problem+json` answer, for whichever road it leaves by. */
export interface Problem {
  status: ProblemStatus;
  headers: Record<string, string>;
  body: string;
}

/** Where a problem is described; the same for every service, so that clients may compare it as text. */
export const typeOf = (status: ProblemStatus) => `/docs#problem-${PROBLEMS[status].name}`;

/** `detail` is for the person who called; the title is the status in words. */
export function problemOf(
  status: ProblemStatus,
  detail: string,
  headers: Record<string, string> = {},
): Problem {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({ type: typeOf(status), title: STATUS_CODES[status], status, detail }),
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
