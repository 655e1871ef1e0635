// serve: limits on requests, connections and streams, and the origins that are admitted. Shared by HTTP and streams.
import type { IncomingMessage } from 'node:http';
import type { BlockList, Socket } from 'node:net';
import type { Log } from '../../../log.ts';
import type { Metrics, RefusalReason } from '../../../metrics.ts';
import type { Problem } from '../problem.ts';
import { createClientKeys } from './client-key.ts';
import { createConnectionLimit } from './connection-limit.ts';
import { createCounts } from './counts.ts';
import { problemFor, type Refusal } from './refusal.ts';
import { createRequestRate } from './request-rate.ts';

/** The settings of the limits. Addresses are IP addresses; the rate is in requests a minute, 0 for no limit. */
export interface AdmissionConfig {
  allowedOrigins: ReadonlySet<string> | null;
  publicUrl: string | null;
  trustedProxies: BlockList;
  maxClients: number;
  maxClientsPerAddress: number;
  rateLimit: number;
}

/** The check that an HTTP listener makes for each new connection. */
export function refuseBy(admission: Pick<Admission, 'admitConnection'>): (socket: Socket) => Problem | null {
  return (socket) => {
    const refusal = admission.admitConnection(socket);
    return refusal === null ? null : problemFor(refusal);
  };
}

/** The limits that every client passes. */
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

/** Puts the limits together. Each refusal is counted by its reason. */
export function createAdmission(config: AdmissionConfig, log: Log, metrics: Metrics): Admission {
  const { allowedOrigins, trustedProxies, maxClients, maxClientsPerAddress, rateLimit } = config;
  const ownOrigin = config.publicUrl === null ? null : new URL(config.publicUrl).origin;
  const keyOf = createClientKeys(trustedProxies, log);
  const connect = createConnectionLimit(maxClientsPerAddress, trustedProxies);
  const rate = createRequestRate(rateLimit);
  const streams = createCounts();
  let open = 0;

  function counted(reason: RefusalReason, refusal: Refusal | null): Refusal | null {
    if (refusal !== null) metrics.clientsRefused.inc({ reason });
    return refusal;
  }

  function admitsOrigin(origin: string | undefined, host: string | undefined): boolean {
    if (origin === undefined || allowedOrigins === null || allowedOrigins.has(origin)) return true;
    // With PUBLIC_URL only its origin is the service's own. A foreign name may point at this machine (DNS rebinding):
    // then the origin of a hostile page equals the host of its request.
    if (ownOrigin !== null) return origin === ownOrigin;
    return URL.canParse(origin) && new URL(origin).host === host;
  }

  /** Why a client with this key gets no stream; `null` = it gets one. */
  function refusalOfStream({ headers }: IncomingMessage, key: string): Refusal | null {
    if (!admitsOrigin(headers.origin, headers.host))
      return counted('origin', { status: 403, detail: 'this origin is not admitted' });
    // Ten seconds: long enough for other streams to end, short enough for the client to return soon.
    if (open >= maxClients)
      return counted('full', { status: 503, detail: 'all streams are taken', retryAfterS: 10 });
    if (streams.of(key) < maxClientsPerAddress) return null;
    const detail = `over ${maxClientsPerAddress} streams from one address`;
    return counted('address-full', { status: 429, detail, retryAfterS: 10 });
  }

  return {
    admitsOrigin,
    admitConnection: (socket) => counted('connections', connect(socket)),
    admitRequest: (request) => (rateLimit === 0 ? null : counted('rate', rate.count(keyOf(request)))),
    admitStream(request) {
      const key = keyOf(request);
      const refusal = refusalOfStream(request, key);
      if (refusal !== null) return refusal;
      streams.add(key);
      open += 1;
      return key;
    },
    leave(place) {
      open -= 1;
      streams.remove(place);
    },
    stop: () => rate.stop(),
  };
}
