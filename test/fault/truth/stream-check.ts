// fault: checks the messages of a replica's stream: positions only grow, and each update changes something.
import type { Rate, ServerMessage } from '../../../src/rates/wire.ts';

export interface StreamCheck {
  /** Another process: its stream starts again. */
  begin(): void;
  /** The first fault in the messages since the last call, or `null`. `messages` are all that were received. */
  faultIn(messages: readonly ServerMessage[]): string | null;
}

const isSameBut = (a: Rate, b: Rate) =>
  JSON.stringify({ ...a, fetchedAt: '' }) === JSON.stringify({ ...b, fetchedAt: '' });

export function createStreamCheck(): StreamCheck {
  let last: Rate | undefined;
  let seen = 0;
  let position = { epoch: '', seq: 0 };
  let epoch = '';

  function faultInMessage(message: ServerMessage): string | null {
    if (message.type !== 'update' && message.type !== 'snapshot') return null;
    if (message.epoch === position.epoch && message.seq <= position.seq) return `repeats ${message.seq}`;
    position = { epoch: message.epoch, seq: message.seq };
    const mayRepeat = message.type === 'snapshot' || message.epoch !== epoch;
    for (const rate of message.rates) {
      if (!mayRepeat && last !== undefined && isSameBut(rate, last))
        return `has ${message.seq} without a change`;
      last = rate;
    }
    epoch = message.epoch;
    return null;
  }

  return {
    begin() {
      seen = 0;
      position = { epoch: '', seq: 0 };
      last = undefined;
    },
    faultIn(messages) {
      for (const message of messages.slice(seen)) {
        seen += 1;
        const fault = faultInMessage(message);
        if (fault !== null) return fault;
      }
      return null;
    },
  };
}
