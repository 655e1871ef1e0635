// serve: the close codes of a WebSocket (RFC 6455, 7.4), as the stream sends them and as the API describes them.
import { TOO_SLOW_MS } from '../../publish/stalls.ts';
import { MAX_MESSAGE_BYTES } from './client-message.ts';

export const CLOSE_CODES = {
  /** The service stops. */
  goingAway: 1001,
  /** A binary message. */
  notText: 1003,
  /** Too many bad messages. */
  impolite: 1008,
  /** A client that does not read. The codes from 4000 are free for applications. */
  tooSlow: 4000,
} as const;

/** Sent by ws itself, for a message that it does not pass on. */
const INVALID_UTF8 = 1007;
const TOO_LONG = 1009;

/** The close codes, and whether the client should reconnect. */
export const CLOSES: readonly (readonly [code: string, meaning: string])[] = [
  [String(CLOSE_CODES.goingAway), 'the service stops or restarts: reconnect after a random delay'],
  [String(CLOSE_CODES.notText), 'a binary message'],
  [String(INVALID_UTF8), 'invalid UTF-8'],
  [String(CLOSE_CODES.impolite), 'too many bad messages: do not reconnect'],
  [String(TOO_LONG), `a message over ${MAX_MESSAGE_BYTES / 1024} KiB`],
  ['1012 and 1013', 'not sent by this version; proxies may send them: reconnect after a random delay'],
  [String(CLOSE_CODES.tooSlow), `the client read nothing for ${TOO_SLOW_MS / 1_000} s: reconnect`],
];
