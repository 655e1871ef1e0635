// serve: limits on requests, connections and streams, and the origins that are admitted. Shared by HTTP and streams.
import type { IncomingMessage } from 'node:http';
import type { BlockList, Socket } from 'node:net';
import type { Log } from '../../log.ts';
import type { Metrics, RefusalReason } from '../../metrics.ts';
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

/** A refusal, decided before any work is done for the client. */
export interface Refusal {
  status: 403 | 429 | 503;
  detail: string;
  retryAfterS?: number;
}

/** The refusal as an answer. A 429 has a `RateLimit` header (IETF draft): nothing remains for `t` seconds. */
export function problemFor({ status, detail, retryAfterS }: Refusal): Problem {
  const retry = retryAfterS === undefined ? {} : { 'retry-after': String(retryAfterS) };
  const limit = status === 429 ? { ratelimit: `"default";r=0;t=${retryAfterS}` } : {};
  return problemOf(status, detail, { ...retry, ...limit });
}

/** The check that an HTTP listener makes for each new connection. */
export function refuseBy(admission: Pick<Admission, 'admitConnection'>): (socket: Socket) => Problem | null {
  return (socket) => {
    const refusal = admission.admitConnection(socket);
    return refusal === null ? null : problemFor(refusal);
  };
}

export interface Admission {
  /**
   * Whether a page of this origin may read answers. A request without `Origin` does not come from a page and is
   * admitted. `host` is the request's `Host`: without PUBLIC_URL the service's own origin is the one with this host.
   */
  admitsOrigin(origin: string | undefined, host: string | undefined): boolean;
  /** Counts a connection for the address of its peer until it is closed. `null` = admitted. */
  admitConnection(socket: Socket): Refusal | null;
  /** Counts an HTTP request for the client's address. `null` = admitted. */
  admitRequest(request: IncomingMessage): Refusal | null;
  /** Takes a place for a stream. Returns the name of the place, which `leave` needs. */
  admitStream(request: IncomingMessage): Refusal | string;
  /** Frees a place. Must be called once for each place that was taken. */
  leave(place: string): void;
  stop(): void;
}

const WINDOW_MS = 60_000;
/**
 * Connections of one address, besides its streams. A browser opens six, an office behind one router a few hundred. A
 * thousand idle connections cost 12 MB. Connections of a trusted proxy carry many clients and are not counted.
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
  // A fixed window, dropped as a whole: no timer for each address, and memory for the addresses of one minute at most.
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

  // One function for all connections: a closure for each would cost memory on idle connections too.
  function onClose(this: Socket): void {
    const key = keys.get(this);
    if (key !== undefined) release(connections, key);
  }

  function refuse(reason: RefusalReason, refusal: Refusal): Refusal {
    metrics.clientsRefused.inc({ reason });
    return refusal;
  }

  function admitsOrigin(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined || allowedOrigins === null || allowedOrigins.has(origin)) return true;
    // With PUBLIC_URL only its origin is the service's own. A foreign name may point at this machine (DNS rebinding):
    // then the origin of a hostile page equals the host of its request.
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
      // Ten seconds: long enough for other streams to end, short enough for the client to return soon.
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

/** Decrements the count of a key, and removes a key whose count is zero. */
function release(held: Map<string, number>, key: string): void {
  const rest = (held.get(key) ?? 1) - 1;
  if (rest === 0) held.delete(key);
  else held.set(key, rest);
}
