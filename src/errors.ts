// A leaf: the closed set of things that go wrong, each with a message for the person who must act on it.

/** What went wrong, for a metric label, `/sources` and a log line. The set is closed on purpose. */
export type ErrorKind =
  | 'source-unreachable'
  | 'source-unreadable'
  | 'rate-refused'
  | 'store-unavailable'
  | 'lease-lost'
  | 'config-invalid'
  | 'client-refused';

/** The one error class of the service. What is expected (unchanged, held, no fixing) is a value instead. */
export class TickerError extends Error {
  readonly kind: ErrorKind;
  /** How long the other side asked us to stay away, in milliseconds (`Retry-After`). */
  readonly retryAfterMs: number | undefined;

  constructor(kind: ErrorKind, message: string, more: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'TickerError';
    this.kind = kind;
    this.retryAfterMs = more.retryAfterMs;
  }
}

/** The kind of any caught value; what nobody classified is the source's fault while it is being read. */
export function kindOf(error: unknown): ErrorKind {
  return error instanceof TickerError ? error.kind : 'source-unreadable';
}

/** One line of a caught value, its causes included: `fetch failed: connect ECONNREFUSED 127.0.0.1:1`. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${messageOf(error.cause)}`;
}

/** Kinds whose own message is written for strangers; their causes, and all other errors, may name hosts and files. */
const TOLD: readonly ErrorKind[] = ['source-unreachable', 'source-unreadable', 'rate-refused'];

/** What `/sources` says of a caught value. The whole of it stands in the log. */
export function publicMessageOf(error: unknown): string {
  if (!(error instanceof TickerError)) return 'a fault of the service';
  return TOLD.includes(error.kind) ? error.message : error.kind;
}
