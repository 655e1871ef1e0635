// serve: errors as RFC 9457 says them. Never cached: a wrong answer must not outlive its cause.
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

/** An `application/problem+json` answer, for whichever road it leaves by. */
export interface Problem {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** `detail` is for the person who called; the title is the status in words, as the RFC wants it without a type. */
export function problemOf(status: number, detail: string, headers: Record<string, string> = {}): Problem {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status], status, detail }),
  };
}

export function problem(status: number, detail: string, headers: Record<string, string> = {}): Response {
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
