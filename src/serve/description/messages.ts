// serve: an example of each message of the stream, with a rate that is shown now. Pure.
import type { Rate, ServerMessage, Snapshot } from '../../rates/wire.ts';

/** The messages of the service by type. The compiler checks that none is missing. */
export function serverExamples({ epoch, seq, asOf }: Snapshot, shown: Rate): Record<string, ServerMessage> {
  const all: { [Type in ServerMessage['type']]: Extract<ServerMessage, { type: Type }> } = {
    snapshot: { type: 'snapshot', epoch, seq, asOf, rates: [shown] },
    update: { type: 'update', epoch, seq, asOf, rates: [shown] },
    heartbeat: { type: 'heartbeat', epoch, seq, time: asOf },
    subscribed: { type: 'subscribed', codes: [shown.base], id: 1 },
    pong: { type: 'pong', id: 2 },
    error: { type: 'error', code: 'malformed', message: 'must be a JSON object' },
    goodbye: { type: 'goodbye', reason: 'restart', retryAfterMs: 1500 },
  };
  return all;
}

/** The messages that a client may send on a WebSocket. */
export function clientExamples(code: string): Record<string, object> {
  return {
    subscribe: { type: 'subscribe', codes: [code], id: 1 },
    unsubscribe: { type: 'unsubscribe', codes: [code], id: 3 },
    ping: { type: 'ping', id: 2 },
  };
}
