// store: this replica's copy of the state in Redis.
import type { Rate, Update } from '../../rates/wire.ts';
import { createLocalState, type LocalState, ratesWith } from '../local-state.ts';
import { LOG_LENGTH } from '../store.ts';
import { createPollRecords, type PollRecords } from './poll-records.ts';
import type { Head } from './replies.ts';

/** A copy of the state in Redis, with the poll records. */
export interface Mirror extends LocalState {
  readonly records: PollRecords;
  /** Applies the next change. `gap`: a change before it was missed, or its epoch is not the current one. */
  take(update: Update): 'taken' | 'known' | 'gap';
  /** Adopts a complete read: change by change where its log reaches back far enough, else in one step. */
  adopt(head: Head, rates: readonly Rate[], log: readonly Update[]): void;
}

/** Creates a copy that is empty until Redis was first read. */
export function createMirror(): Mirror {
  const state = createLocalState();
  return {
    ...state,
    records: createPollRecords(),
    take(update) {
      const shown = state.snapshot();
      if (shown === null || update.epoch !== shown.epoch || update.seq > shown.seq + 1) return 'gap';
      if (update.seq <= shown.seq) return 'known';
      state.show(update);
      return 'taken';
    },
    adopt({ epoch, seq, asOf }, rates, log) {
      const mine = log.filter((update) => update.epoch === epoch && update.seq <= seq);
      const shown = state.snapshot();
      if (shown === null) {
        state.begin({ epoch, seq, asOf, quote: 'USD', rates: [...rates] }, tailOf(mine, seq));
        return;
      }
      const from = shown.epoch === epoch ? shown.seq : 0;
      if (shown.epoch === epoch && seq <= from) return;
      const missed = tailOf(mine, seq).filter((update) => update.seq > from);
      if (missed.length === seq - from && seq > 0) {
        for (const update of missed) state.show(update);
        return;
      }
      // A rate that failed its check is missing here: the shown one stays.
      state.show({ epoch, seq, asOf, rates: ratesWith(shown.rates, rates) });
    },
  };
}

/** The longest run of updates without a gap that ends at `seq`. */
function tailOf(log: readonly Update[], seq: number): Update[] {
  const tail: Update[] = [];
  for (let index = log.length - 1, due = seq; index >= 0; index -= 1, due -= 1) {
    const update = log[index];
    if (update?.seq !== due) break;
    tail.unshift(update);
  }
  return tail.slice(-LOG_LENGTH);
}
