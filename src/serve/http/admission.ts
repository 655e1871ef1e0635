// serve: who may come in, and how many. One admission for HTTP and streams.
import type { IncomingMessage } from 'node:http';
import type { BlockList, Socket } from 'node:net';
import type { Log } from '../../log.ts';
import type { Metrics } from '../../metrics.ts';
import { clientAddress, isPrivate, limitKey, peerOf, trusts } from './address.ts';
import { type Problem, problemOf } from './problem.ts';

export interface AdmissionConfig {
  allowedOrigins: ReadonlySet<string> | null;
  publicUrl: string | null;
  trustedProxies: BlockList;
  maxClients: number;
  maxClientsPerAddress: number;
  rateLimit: number;
}

/** A refusal before anything was done for the client. */
export interface TurnedAway {
  status: 403 | 429 | 503;
  detail: string;
  retryAfterS?: number;
}

/** What a client reads of it. A 429 says for how long nothing is left, as the draft of RateLimit headers has it. */
export function problemFor({ status, detail, retryAfterS }: TurnedAway): Problem {
  const retry = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  const limit = status === 429 ? { ratelimit: `"default";r=0;t=${retryAfterS}` } : {};
  return problemOf(status, detail, { ...retry, ...limit });
}

/** What a listener asks of each new connection. */
export function refuseBy(admission: Pick<Admission, 'admitConnection'>): (socket: Socket) => Problem | null {
  return (socket) => {
    const turnedAway = admission.admitConnection(socket);
    return turnedAway === null ? null : problemFor(turnedAway);
  };
}

export interface Admission {
  /** Whether a page of this origin may read us; no `Origin` is no page. `host` is the request's, ours without PUBLIC_URL. */
  admitsOrigin(origin: string | undefined, host: string | undefined): boolean;
  /** Counts a connection against its peer until it is closed. */
  admitConnection(socket: Socket): TurnedAway | null;
  /** Counts an HTTP request against its address. */
  admitRequest(request: IncomingMessage): TurnedAway | null;
  /** Takes a place for a stream: its name, for `leave`. */
  admitStream(request: IncomingMessage): TurnedAway | string;
  /** Gives a place back; once for each that was taken. */
  leave(place: string): void;
  stop(): void;
}

const WINDOW_MS = 60_000;
/**
 * Connections of one address beside its streams. A browser holds six, and an office behind one router a few hundred;
 * a thousand idle ones cost 12 MB. A trusted proxy holds those of everybody and is not counted.
 */
const PLAIN_CONNECTIONS = 1_024;

export function createAdmission(config: AdmissionConfig, log: Log, metrics: Metrics): Admission {
  const { allowedOrigins, trustedProxies, maxClients, maxClientsPerAddress, rateLimit } = config;
  const ownOrigin = config.publicUrl === null ? null : new URL(config.publicUrl).origin;
  const streams = new Map<string, number>();
  const connections = new Map<string, number>();
  const keys = new WeakMap<Socket, string>();
  let open = 0;
  let requests = new Map<string, number>();
  let windowStart = performance.now();
  let warned = false;
  // A fixed window is forgotten whole: no per-address timers, and memory for one minute's addresses at most.
  const timer = setInterval(() => {
    requests = new Map();
    windowStart = performance.now();
  }, WINDOW_MS);

  function keyOf(request: IncomingMessage): string {
    const header = request.headers['x-forwarded-for'];
    const forwarded = Array.isArray(header) ? header.join(',') : header;
    const { remoteAddress } = request.socket;
    const peer = peerOf(remoteAddress);
    if (!warned && forwarded !== undefined && isPrivate(peer) && !trusts(trustedProxies, peer)) {
      warned = true;
      log.warn(
        { peer },
        'X-Forwarded-For is ignored; if this peer is your proxy, list it in TRUSTED_PROXIES',
      );
    }
    return limitKey(clientAddress(remoteAddress, forwarded, trustedProxies));
  }

  // One function for all connections: a closure for each costs memory while it idles.
  function onClose(this: Socket): void {
    const key = keys.get(this);
    if (key !== undefined) release(connections, key);
  }

  function refuse(reason: string, turnedAway: TurnedAway): TurnedAway {
    metrics.turnedAway.inc({ reason });
    return turnedAway;
  }

  function admitsOrigin(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined || allowedOrigins === null || allowedOrigins.has(origin)) return true;
    // With a configured address that one alone is ours: a foreign name may be pointed at this machine, and then a page's
    // origin and the name that its browser has called are the same.
    if (ownOrigin !== null) return origin === ownOrigin;
    return URL.canParse(origin) && new URL(origin).host === host;
  }

  return {
    admitsOrigin,
    admitConnection(socket) {
      const peer = peerOf(socket.remoteAddress);
      if (trusts(trustedProxies, peer)) return null;
      const key = limitKey(peer);
      const held = connections.get(key) ?? 0;
      const most = maxClientsPerAddress + PLAIN_CONNECTIONS;
      if (held >= most) {
        const detail = `over ${most} connections from one address`;
        return refuse('connections', { status: 429, detail, retryAfterS: 10 });
      }
      connections.set(key, held + 1);
      keys.set(socket, key);
      socket.on('close', onClose);
      return null;
    },
    admitRequest(request) {
      if (rateLimit === 0) return null;
      const key = keyOf(request);
      const count = (requests.get(key) ?? 0) + 1;
      requests.set(key, count);
      if (count <= rateLimit) return null;
      const retryAfterS = Math.max(1, Math.ceil((windowStart + WINDOW_MS - performance.now()) / 1000));
      return refuse('rate', { status: 429, detail: `over ${rateLimit} requests a minute`, retryAfterS });
    },
    admitStream(request) {
      if (!admitsOrigin(request.headers.origin, request.headers.host)) {
        return refuse('origin', { status: 403, detail: 'this origin is not admitted' });
      }
      const key = keyOf(request);
      const held = streams.get(key) ?? 0;
      // Ten seconds: time enough for other streams to end, short enough to be back soon.
      if (open >= maxClients)
        return refuse('full', { status: 503, detail: 'all streams are taken', retryAfterS: 10 });
      if (held >= maxClientsPerAddress) {
        const detail = `over ${maxClientsPerAddress} streams from one address`;
        return refuse('address-full', { status: 429, detail, retryAfterS: 10 });
      }
      streams.set(key, held + 1);
      open += 1;
      return key;
    },
    leave(place) {
      open -= 1;
      release(streams, place);
    },
    stop: () => clearInterval(timer),
  };
}

/** One less of what a key holds; nothing is kept for a key that holds none. */
function release(held: Map<string, number>, key: string): void {
  const rest = (held.get(key) ?? 1) - 1;
  if (rest === 0) held.delete(key);
  else held.set(key, rest);
}
