// serve: what clients of WebSocket streams say, answered; too many or bad messages end the stream.
import type { Metrics } from '../../metrics.ts';
import type { Hub } from '../../publish/hub.ts';
import type { Listener } from '../../publish/listener.ts';
import type { Code } from '../../rates/fixing.ts';
import { selectionOf, unknownText } from '../http/selection.ts';
import {
  type Choice,
  type ErrorCode,
  type Id,
  idOf,
  isPolite,
  MAX_BAD,
  readClientMessage,
} from './client-message.ts';
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
  /** Counts a message of a peer. `false` when it is one too many, which is answered. */
  admits(peer: Peer): boolean;
  /** Answers the text of a message that was admitted. */
  take(peer: Peer, text: string): void;
}

export function createConversation(deps: ConversationDeps): Conversation {
  const { hub, metrics, codes, monotonicMs, end } = deps;

  /** Counts a bad message; `true` when it was one too many. */
  function refuse(peer: Peer, code: ErrorCode, message: string, id?: Id): boolean {
    const { manners, listener } = peer;
    if (listener === null || manners === null) return true;
    manners.bad += 1;
    hub.say(listener, { type: 'error', code, message, ...idOf({ id }) });
    if (manners.bad < MAX_BAD) return false;
    metrics.streamsCut.inc({ reason: 'impolite' });
    end(peer, 1008, 'too many bad messages');
    return true;
  }

  function choose(listener: Listener<Peer>, wish: Choice): void {
    const held = listener.group.codes ?? new Set(codes);
    const named = new Set(wish.codes);
    const isAdding = wish.kind === 'subscribe';
    const chosen = codes.filter((code) => (named.has(code) ? isAdding : held.has(code)));
    hub.select(listener, selectionOf(chosen, codes), { type: 'subscribed', codes: chosen, ...idOf(wish) });
  }

  return {
    admits(peer) {
      const at = monotonicMs();
      peer.heardAt = at;
      peer.manners ??= { since: at, messages: 0, bad: 0 };
      if (isPolite(peer.manners, at)) return true;
      refuse(peer, 'too-many', 'at most ten messages in ten seconds');
      return false;
    },
    take(peer, text) {
      const { listener } = peer;
      if (listener === null) return;
      const wish = readClientMessage(text, codes);
      if (wish.kind === 'bad') refuse(peer, wish.code, wish.message, wish.id);
      else if (wish.kind === 'ping') hub.say(listener, { type: 'pong', ...idOf(wish) });
      else if (wish.unknown.length === 0) choose(listener, wish);
      else {
        const isOver = refuse(peer, 'unknown-code', unknownText(wish.unknown, codes), wish.id);
        // The known ones count all the same.
        if (!isOver && wish.codes.length > 0) choose(listener, wish);
      }
    },
  };
}
