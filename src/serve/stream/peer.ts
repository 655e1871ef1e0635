// serve: one open stream, WebSocket or SSE, and what both kinds have in common.
import type { Socket } from 'node:net';
import type { Medium } from '../../publish/channel.ts';
import type { Hub } from '../../publish/hub.ts';
import type { Listener } from '../../publish/listener.ts';
import type { Code } from '../../rates/fixing.ts';
import type { Position } from '../../rates/wire.ts';
import { createQueryReader, valuesOf } from '../http/query/parameters.ts';
import { readCodes, type Selection, unknownText } from '../http/query/selection.ts';
import type { MessageCounts } from './client-message.ts';
import { readPosition } from './frame.ts';
import { joinQuery } from './join-query.ts';

/** Kept small, because a replica holds 20,000 of them. Everything that streams have in common is stored once. */
export interface Peer {
  readonly socket: Socket;
  /** `null` = SSE. */
  readonly ws: { close(code: number, reason: string): void; terminate(): void } | null;
  /** Name of its place at the admission. */
  readonly place: string;
  listener: Listener<Peer> | null;
  /** The part of the period in which a WebSocket is pinged. */
  readonly turn: number;
  /** Last sign of life of a WebSocket, in milliseconds of the monotonic clock. */
  lastSeenAt: number;
  counts: MessageCounts | null;
}

/** What a client asks for when it connects. */
export interface JoinRequest extends Selection {
  from: Position | null;
  /** What is wrong with the query, of which nothing is used then; `null` = nothing. */
  fault: string | null;
}

/** All streams of one kind, for the shutdown. */
export interface Streams {
  readonly peers: Iterable<Peer>;
  /** Sends a `goodbye` and closes the stream. */
  dismiss(peer: Peer, retryAfterMs: number): void;
  /** Closes the connection by force. */
  drop(peer: Peer): void;
  stop(): void;
}

/**
 * Makes the reader of `?codes=` and the position in an address. `Last-Event-ID` overrides that position, because it is
 * newer.
 */
export function createJoinReader(
  known: readonly Code[],
): (url: string, lastEventId: string | undefined) => JoinRequest {
  const readQuery = createQueryReader(joinQuery(known));
  return (url, lastEventId) => {
    const read = readQuery(valuesOf(new URLSearchParams(url.slice(pathOf(url).length))));
    const fault = 'fault' in read ? read.fault : null;
    const { codes, epoch, seq } = 'fault' in read ? {} : read.query;
    const [itsEpoch, itsSeq] = lastEventId?.split(':') ?? [epoch, seq];
    return { ...readCodes(codes, known), from: readPosition(itsEpoch ?? null, itsSeq ?? null), fault };
  };
}

/** Joins a peer to the hub as requested. Unknown codes and a faulty query are answered with an error message. */
export function joinPeer(
  hub: Hub<Peer>,
  peer: Peer,
  medium: Medium<Peer>,
  { codes, unknown, from, fault }: JoinRequest,
  known: readonly Code[],
): Listener<Peer> {
  const listener = hub.join(peer, medium, codes, from);
  if (fault !== null) hub.say(listener, { type: 'error', code: 'malformed', message: fault });
  if (unknown.length > 0)
    hub.say(listener, { type: 'error', code: 'unknown-code', message: unknownText(unknown, known) });
  return listener;
}

/** The path of a request. `new URL` is not used here: it throws for requests such as `//`. */
export function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

/** For `error` events: a connection reset by the client. Without a handler such an event would end the process. */
export function ignore(): void {}
