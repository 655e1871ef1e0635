// A leaf: the closed set of error kinds. Each error has a message for the person who must act on it.

/** The kind of an error, for metric labels, `/sources` and log lines. The set is closed, so that labels are bounded. */
export type ErrorKind =
  | 'source-unreachable'
  | 'source-unreadable'
  | 'rate-refused'
  | 'store-unavailable'
  | 'lease-lost'
  | 'config-invalid'
  | 'client-refused';

/** The only error class of the service. Expected outcomes (unchanged, held, no fixing) are values, not errors. */
export class TickerError extends Error {
  readonly kind: ErrorKind;
  /** The delay that the server asked for by `Retry-After`, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: ErrorKind, message: string, more: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'TickerError';
    this.kind = kind;
    this.retryAfterMs = more.retryAfterMs;
  }
}

/** The kind of a caught value. Any other error while a source is read counts as `source-unreadable`. */
export function kindOf(error: unknown): ErrorKind {
  return error instanceof TickerError ? error.kind : 'source-unreadable';
}

/** The message of a caught value with its causes, in one line: `fetch failed: connect ECONNREFUSED 127.0.0.1:1`. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`;
}

/** Kinds whose message may be published. Their causes and all other errors may contain names of hosts and files. */
const PUBLISHED: readonly ErrorKind[] = ['source-unreachable', 'source-unreadable', 'rate-refused'];

/** The message for `/sources`. The log has the full message with its causes. */
export function publicMessageOf(error: unknown): string {
  if (!(error instanceof TickerError)) return 'the service failed';
  return PUBLISHED.includes(error.kind) ? error.message : error.kind;
}
