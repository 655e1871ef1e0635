// serve: answers the messages of WebSocket clients. Ten bad ones, or too many, end the stream.
import type { Metrics } from '../../metrics.ts';
import type { Hub } from '../../publish/hub.ts';
import type { Listener } from '../../publish/listener.ts';
import type { Code } from '../../rates/fixing.ts';
import { selectionOf, unknownText } from '../http/query/selection.ts';
import {
  type ErrorCode,
  type Id,
  idOf,
  isWithinLimit,
  MAX_BAD,
  MAX_MESSAGES,
  readClientMessage,
  type SelectionChange,
  WINDOW_MS,
} from './client-message.ts';
import { CLOSE_CODES } from './close-codes.ts';
import type { Peer } from './peer.ts';

export interface ConversationDeps {
  hub: Hub<Peer>;
  metrics: Metrics;
  codes: readonly Code[];
  monotonicMs(): number;
  /** Closes a stream with a close code and its reason. */
  end(peer: Peer, code: number, reason: string): void;
}

export interface Conversation {
  /** Counts a message of a peer. `false` when it is over the limit: then an error was sent. */
  admits(peer: Peer): boolean;
  /** Answers an admitted message. */
  take(peer: Peer, text: string): void;
}

export function createConversation(deps: ConversationDeps): Conversation {
  const { hub, metrics, codes, monotonicMs, end } = deps;

  /** Answers a bad message with an error. `true` when it was the last one allowed: then the stream is closed. */
  function refuse(peer: Peer, code: ErrorCode, message: string, id?: Id): boolean {
    const { counts, listener } = peer;
    if (listener === null || counts === null) return true;
    counts.bad += 1;
    hub.say(listener, { type: 'error', code, message, ...idOf({ id }) });
    if (counts.bad < MAX_BAD) return false;
    metrics.streamsCut.inc({ reason: 'impolite' });
    end(peer, CLOSE_CODES.impolite, 'too many bad messages');
    return true;
  }

  function select(listener: Listener<Peer>, change: SelectionChange): void {
    const selected = listener.group.codes ?? new Set(codes);
    const named = new Set(change.codes);
    const isAdding = change.kind === 'subscribe';
    const chosen = codes.filter((code) => (named.has(code) ? isAdding : selected.has(code)));
    hub.select(listener, selectionOf(chosen, codes), { type: 'subscribed', codes: chosen, ...idOf(change) });
  }

  return {
    admits(peer) {
      const at = monotonicMs();
      peer.lastSeenAt = at;
      peer.counts ??= { since: at, messages: 0, bad: 0 };
      if (isWithinLimit(peer.counts, at)) return true;
      refuse(peer, 'too-many', `at most ${MAX_MESSAGES} messages in ${WINDOW_MS / 1_000} seconds`);
      return false;
    },
    take(peer, text) {
      const { listener } = peer;
      if (listener === null) return;
      const request = readClientMessage(text, codes);
      if (request.kind === 'bad') refuse(peer, request.code, request.message, request.id);
      else if (request.kind === 'ping') hub.say(listener, { type: 'pong', ...idOf(request) });
      else if (request.unknown.length === 0) select(listener, request);
      else {
        const isOver = refuse(peer, 'unknown-code', unknownText(request.unknown, codes), request.id);
        // The known codes are selected in spite of the unknown ones.
        if (!isOver && request.codes.length > 0) select(listener, request);
      }
    },
  };
}
