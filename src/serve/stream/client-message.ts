// serve: the messages of clients on a WebSocket: their reading and their limits.
import { codesIn } from '../../codes.ts';
import type { Code } from '../../rates/fixing.ts';
import type { ServerMessage } from '../../rates/wire.ts';
import { sortCodes } from '../http/query/selection.ts';

export type Id = string | number | undefined;

/** The `code` of the error that answers a bad message. */
export type ErrorCode = Extract<ServerMessage, { type: 'error' }>['code'];

/** A message that changes the selection. */
export interface SelectionChange {
  kind: 'subscribe' | 'unsubscribe';
  codes: Code[];
  unknown: string[];
  id: Id;
}

/** A message that was read. */
export type ClientRequest =
  | SelectionChange
  | { kind: 'ping'; id: Id }
  | { kind: 'bad'; code: ErrorCode; message: string; id: Id };

/** The counted messages of one client. Made at its first message, because most clients never send one. */
export interface MessageCounts {
  /** Start of the window, in milliseconds of the monotonic clock. */
  since: number;
  /** Messages in the window. */
  messages: number;
  /** Bad messages since the stream was opened. */
  bad: number;
}

/** A page changes its selection now and then; more than one message a second comes from a faulty loop. */
export const MAX_MESSAGES = 10;
export const WINDOW_MS = 10_000;
/** A client that has got nine errors and sends a tenth bad message does not read the answers. */
export const MAX_BAD = 10;

/** The longest useful message, a subscription to all codes, is far shorter. The default of ws is 100 MiB. */
export const MAX_MESSAGE_BYTES = 1024;

/** Counts a message. `false` when it is over the limit. */
export function isWithinLimit(counts: MessageCounts, at: number): boolean {
  if (at - counts.since >= WINDOW_MS) {
    counts.since = at;
    counts.messages = 0;
  }
  counts.messages += 1;
  return counts.messages <= MAX_MESSAGES;
}

/** Reads a text message. Codes may be in any case. Unknown codes are listed and do not invalidate the known ones. */
export function readClientMessage(text: string, known: readonly Code[]): ClientRequest {
  const value = parse(text);
  if (value === null) {
    return { kind: 'bad', code: 'malformed', message: 'must be a JSON object', id: undefined };
  }
  const { type } = value;
  const id = typeof value.id === 'string' || typeof value.id === 'number' ? value.id : undefined;
  if (type === 'ping') return { kind: 'ping', id };
  if (type !== 'subscribe' && type !== 'unsubscribe') {
    return { kind: 'bad', code: 'unknown-type', message: 'type must be subscribe, unsubscribe or ping', id };
  }
  const asked: unknown = value.codes;
  if (!Array.isArray(asked) || !asked.every((code) => typeof code === 'string')) {
    return { kind: 'bad', code: 'malformed', message: 'codes must be a list such as ["KGS"]', id };
  }
  return { kind: type, ...sortCodes(codesIn(asked.join()), known), id };
}

/** The `id` of the answer: that of the message, if it had one. */
export function idOf({ id }: { id: Id }): { id?: string | number } {
  return id === undefined ? {} : { id };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
