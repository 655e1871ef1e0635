// widget: what a caller gives to the client, and what it receives.
import type { Position, ServerMessage } from '../../src/rates/wire.ts';
import type { WebSocketLike } from './transports.ts';

export type SnapshotMessage = Extract<ServerMessage, { type: 'snapshot' }>;
export type UpdateMessage = Extract<ServerMessage, { type: 'update' }>;
/** `polling`: rates arrive late. `offline`: the shown rates may be old. */
export type State = 'connecting' | 'live' | 'polling' | 'offline';

export interface ConnectOptions {
  /** The address of the service, with its path: `https://rates.example`. */
  src: string | URL;
  /** The currencies. Undefined: all. */
  codes?: readonly string[] | undefined;
  /** The position that the caller already shows. Later changes are replayed instead of a snapshot. */
  from?: Position | undefined;
  /** For Node before 22, which has no WebSocket. Without any, the stream is read through `fetch`. */
  WebSocket?: WebSocketLike | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  random?: (() => number) | undefined;
  /** All rates. They replace the shown ones. */
  onSnapshot?: ((message: SnapshotMessage) => void) | undefined;
  /** The changed rates. Within an epoch `seq` only grows. */
  onUpdate?: ((message: UpdateMessage) => void) | undefined;
  /** `why` is for a log, not for readers. */
  onState?: ((state: State, why?: string) => void) | undefined;
}

export interface Subscription {
  readonly state: State;
  /** Closes the connection until `wake()`. */
  rest(): void;
  /** Reconnects at once and resumes from the last position. */
  wake(): void;
  close(): void;
}
