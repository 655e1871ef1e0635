// widget: what a caller gives to the client, and what it receives.
import type { Position, ServerMessage } from '../../src/rates/wire.ts';
import type { WebSocketLike } from './transports.ts';

/** All rates of the selection, at the position `{epoch, seq}`. */
export type SnapshotMessage = Extract<ServerMessage, { type: 'snapshot' }>;
/** The rates of the selection that one commit has changed, each with all its fields. */
export type UpdateMessage = Extract<ServerMessage, { type: 'update' }>;
/**
 * How rates arrive. `connecting`: a stream was requested and has not answered. `live`: by a stream, at once. `polling`:
 * by requests every 15 to 45 seconds. `offline`: not at all, so the shown rates may be old.
 */
export type State = 'connecting' | 'live' | 'polling' | 'offline';

/** What `connect` needs. All but `src` is optional. */
export interface ConnectOptions {
  /** The absolute address of the service, with its path: `https://rates.example`. */
  src: string | URL;
  /** The codes of the currencies. A code that the service does not have is ignored. Undefined: all. */
  codes?: readonly string[] | undefined;
  /**
   * The position that the caller already shows. Later changes are replayed instead of a snapshot. If the service no longer
   * has them, a snapshot is delivered.
   */
  from?: Position | undefined;
  /** For Node before 22, which has no WebSocket. Without any, the stream is read through `fetch`. */
  WebSocket?: WebSocketLike | undefined;
  /** Replaces the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Returns numbers from 0 to 1, which spread the reconnections of many clients. `Math.random` by default. */
  random?: (() => number) | undefined;
  /**
   * Receives all rates. They replace the shown ones. An error that it throws does not end the connection: it is thrown
   * again in a task of its own, as an uncaught error.
   */
  onSnapshot?: ((message: SnapshotMessage) => void) | undefined;
  /** Receives the changed rates. Within an epoch `seq` only grows. Errors are treated as those of `onSnapshot`. */
  onUpdate?: ((message: UpdateMessage) => void) | undefined;
  /** Called at every change of the state. `why` is for a log, not for readers. It must not throw. */
  onState?: ((state: State, why?: string) => void) | undefined;
}

/** A feed that is being followed. It reconnects after every break, until `close()`. */
export interface Subscription {
  /** How rates arrive now. */
  readonly state: State;
  /** Closes the connection until `wake()`. The state becomes `offline`. */
  rest(): void;
  /**
   * Ends the rest: reconnects at once and resumes from the last position. If the server has asked for a pause, rates come
   * from polls until it is over.
   */
  wake(): void;
  /** Closes the connection for good. The last callback is `onState` with `offline`, unless that is the state already. */
  close(): void;
}
