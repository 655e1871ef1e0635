// serve: one open stream, of either kind, and what both kinds need.
import type { Socket } from 'node:net';
import type { Medium } from '../../publish/channel.ts';
import type { Hub } from '../../publish/hub.ts';
import type { Listener } from '../../publish/listener.ts';
import type { Code } from '../../rates/fixing.ts';
import type { Position } from '../../rates/wire.ts';
import { readCodes, type Selection, unknownText } from '../http/selection.ts';
import type { Manners } from './client-message.ts';
import { readPosition } from './frame.ts';

/** Small on purpose: there are twenty thousand of them, and what they share is shared. */
export interface Peer {
  readonly socket: Socket;
  /** `null` = SSE. */
  readonly ws: { close(code: number, reason: string): void; terminate(): void } | null;
  /** Its place at the admission. */
  readonly place: string;
  listener: Listener<Peer> | null;
  /** The second of twenty in which a WebSocket is pinged. */
  readonly turn: number;
  /** Last sign of life of a WebSocket, in milliseconds of the monotonic clock. */
  heardAt: number;
  manners: Manners | null;
}

/** What a client asks for as it comes. */
export interface JoinRequest extends Selection {
  from: Position | null;
}

/** One kind of stream, for what is done to all. */
export interface Streams {
  readonly peers: Iterable<Peer>;
  /** Says goodbye and closes. */
  dismiss(peer: Peer, retryAfterMs: number): void;
  /** Ends it without a word. */
  drop(peer: Peer): void;
  stop(): void;
}

/** Reads `?codes=` and the position, which `Last-Event-ID` overrides: it is newer than the address. */
export function readJoinRequest(
  url: string,
  lastEventId: string | undefined,
  known: readonly Code[],
): JoinRequest {
  const query = new URLSearchParams(url.slice(pathOf(url).length));
  const [epoch, seq] = lastEventId?.split(':') ?? [query.get('epoch'), query.get('seq')];
  const from = readPosition(epoch ?? null, seq ?? null);
  return { ...readCodes(query.get('codes'), known), from };
}

/** Joins a peer as it asked, and names to it the codes that nobody knows. */
export function joinPeer(
  hub: Hub<Peer>,
  peer: Peer,
  medium: Medium<Peer>,
  { codes, unknown, from }: JoinRequest,
  known: readonly Code[],
): Listener<Peer> {
  const listener = hub.join(peer, medium, codes, from);
  if (unknown.length > 0)
    hub.say(listener, { type: 'error', code: 'unknown-code', message: unknownText(unknown, known) });
  return listener;
}

/** Not by `URL`: it throws for what strangers send, such as `//`. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

/** A reset connection is the peer's business; without a listener it would end the process. */
export function ignore(): void {}
