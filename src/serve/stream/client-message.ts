// serve: what a listener may say on its stream, read and limited.
import type { Code } from '../../rates/fixing.ts';
import type { ServerMessage } from '../../rates/wire.ts';
import { sortCodes } from '../http/selection.ts';

export type Id = string | number | undefined;

/** What a bad message is told to be. */
export type ErrorCode = Extract<ServerMessage, { type: 'error' }>['code'];

/** A change of the selection. */
export interface Choice {
  kind: 'subscribe' | 'unsubscribe';
  codes: Code[];
  unknown: string[];
  id: Id;
}

export type Wish =
  | Choice
  | { kind: 'ping'; id: Id }
  | { kind: 'bad'; code: ErrorCode; message: string; id: Id };

/** How often it has spoken and how often badly. Made with the first word: most listeners never say one. */
export interface Manners {
  since: number;
  messages: number;
  bad: number;
}

/** A page changes its selection now and then; a loop that does it ten times a second is a mistake. */
const MAX_MESSAGES = 10;
const WINDOW_MS = 10_000;
/** Who was told nine times does not read the answers. */
export const MAX_BAD = 10;

/** Whether this message comes within the limit. */
export function isPolite(manners: Manners, at: number): boolean {
  if (at - manners.since >= WINDOW_MS) {
    manners.since = at;
    manners.messages = 0;
  }
  manners.messages += 1;
  return manners.messages <= MAX_MESSAGES;
}

/** Reads a text message. Codes come in any case, and the known ones count even beside unknown ones. */
export function readClientMessage(text: string, known: readonly Code[]): Wish {
  const value = parse(text);
  if (value === null) {
    return { kind: 'bad', code: 'malformed', message: 'a JSON object is due', id: undefined };
  }
  const { type } = value;
  const id = typeof value.id === 'string' || typeof value.id === 'number' ? value.id : undefined;
  if (type === 'ping') return { kind: 'ping', id };
  if (type !== 'subscribe' && type !== 'unsubscribe') {
    return { kind: 'bad', code: 'unknown-type', message: 'subscribe, unsubscribe or ping is due', id };
  }
  const asked: unknown = value.codes;
  if (!Array.isArray(asked) || !asked.every((code) => typeof code === 'string')) {
    return { kind: 'bad', code: 'malformed', message: 'codes: a list such as ["KGS"] is due', id };
  }
  return { kind: type, ...sortCodes(asked, known), id };
}

/** An answer carries the `id` of its question, if it had one. */
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
