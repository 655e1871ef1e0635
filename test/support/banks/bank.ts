// test: a bank's server on this machine. A test sets its pages and its faults while it runs.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** A page as it is sent. */
export interface Page {
  body: string | Buffer;
  type: string;
  etag?: string;
}

/** The pages by path and query; `null` is answered with 404. */
export type Pages = (path: string) => Page | null;

/** A fault in every answer while it is set. */
export type Fault =
  | { kind: 'refuse' }
  | { kind: 'status'; status: number; headers?: Record<string, string> }
  | { kind: 'hang' }
  | { kind: 'drip'; head?: true }
  | { kind: 'half' }
  | { kind: 'switch' }
  | { kind: 'page'; page: Page }
  | { kind: 'damage'; damage: (body: Buffer, path: string) => Buffer }
  | { kind: 'bomb' }
  | { kind: 'flood' };

export interface BankRequest {
  path: string;
  atMs: number;
  headers: IncomingMessage['headers'];
}

export interface Bank {
  /** `http://127.0.0.1:port` */
  origin: string;
  /** The settings that make this bank the origin of each publisher. */
  origins: Map<string, string>;
  /** Replaces the pages. */
  setPages(pages: Pages): void;
  /** Sets the fault of the answers to one publisher's paths, or of all answers; `null` ends it. */
  setFault(fault: Fault | null, publisher?: Publisher): void;
  /** The requests so far, to one publisher or to all. */
  requests(publisher?: Publisher): BankRequest[];
  /** The number of open connections. */
  sockets(): number;
  close(): Promise<void>;
}

/** The paths of each publisher; no two publishers share one. */
const PATHS = {
  nbk: /^\/rss\//,
  nbkr: /^\/(?:XML|index1)/,
  nbt: /^\/en\/kurs\//,
  cbu: /^\/en\/arkhiv/,
  cbt: /^\/kurs\//,
  cbr: /^\/scripts\//,
  fawazahmed0: /^\/npm\//,
} as const;
export type Publisher = keyof typeof PATHS;
const PUBLISHERS = Object.keys(PATHS) as Publisher[];

/** One byte of a slow answer. */
const DRIP_MS = 1_000;
const FLOOD_BYTES = 50 * 1024 * 1024;

/** Opens a bank on a free port. */
export async function openBank(first: Pages): Promise<Bank> {
  let pages = first;
  const faults = new Map<Publisher | null, Fault>();
  const log: BankRequest[] = [];
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/';
    log.push({ path, atMs: Date.now(), headers: request.headers });
    const publisher = publisherOf(path);
    const fault = (publisher && faults.get(publisher)) ?? faults.get(null);
    if (fault === undefined) send(request, response, pages(path));
    else fail(fault, request, response, pages(path));
  }

  function fail(fault: Fault, request: IncomingMessage, response: ServerResponse, page: Page | null): void {
    if (fault.kind === 'refuse') request.socket.destroy();
    else if (fault.kind === 'status') response.writeHead(fault.status, fault.headers).end();
    else if (fault.kind === 'drip') drip(response, fault.head === true);
    else if (fault.kind === 'half') response.writeHead(200, { 'content-type': 'text/xml' }).write('<rates>');
    else if (fault.kind === 'switch')
      response.socket?.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n');
    else if (fault.kind === 'page') send(request, response, fault.page);
    else if (fault.kind === 'damage')
      send(
        request,
        response,
        damaged(page, (body) => fault.damage(body, request.url ?? '/')),
      );
    else if (fault.kind === 'bomb') response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb());
    else if (fault.kind === 'flood') flood(response);
  }

  function drip(response: ServerResponse, head: boolean): void {
    if (head) response.socket?.write('HTTP/1.1 200 OK\r\nx-slow: ');
    else response.writeHead(200, { 'content-type': 'text/xml' });
    const timer = setInterval(() => (head ? response.socket?.write('x') : response.write('<')), DRIP_MS);
    timers.add(timer);
    response.once('close', () => clearInterval(timer));
  }

  const server = createServer(answer);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    origins: new Map(PUBLISHERS.map((id) => [id, origin])),
    setPages(next) {
      pages = next;
    },
    setFault(fault, publisher) {
      if (fault === null) faults.delete(publisher ?? null);
      else faults.set(publisher ?? null, fault);
    },
    requests: (publisher) =>
      log.filter(({ path }) => publisher === undefined || publisherOf(path) === publisher),
    sockets: () => sockets.size,
    async close() {
      for (const timer of timers) clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function publisherOf(path: string): Publisher | undefined {
  return PUBLISHERS.find((id) => PATHS[id].test(path));
}

function send(request: IncomingMessage, response: ServerResponse, page: Page | null): void {
  if (page === null) return void response.writeHead(404, { 'content-type': 'text/html' }).end('not here');
  const validator = page.etag === undefined ? {} : { etag: page.etag };
  if (page.etag !== undefined && request.headers['if-none-match'] === page.etag)
    return void response.writeHead(304, validator).end();
  response.writeHead(200, { 'content-type': page.type, ...validator }).end(page.body);
}

/** Without its validator: otherwise a client with the correct page would get a 304. */
function damaged(page: Page | null, damage: (body: Buffer) => Buffer): Page | null {
  return page && { type: page.type, body: damage(Buffer.from(page.body)) };
}

let packed: Buffer | undefined;

/** A gigabyte of blanks in a megabyte: a hundred gzip members in a row, which are one gzip stream. */
function bomb(): Buffer {
  if (packed === undefined) {
    const member = gzipSync(Buffer.alloc(10 * 1024 * 1024, ' '));
    packed = Buffer.concat(Array.from({ length: 100 }, () => member));
  }
  return packed;
}

function flood(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/xml', 'content-length': FLOOD_BYTES });
  const chunk = Buffer.alloc(64 * 1024, ' ');
  let sent = 0;
  const pour = (): void => {
    while (sent < FLOOD_BYTES && !response.destroyed) {
      sent += chunk.length;
      if (!response.write(chunk)) return void response.once('drain', pour);
    }
    response.end();
  };
  pour();
}
