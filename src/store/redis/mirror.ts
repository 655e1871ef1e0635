// store: this replica's copy of what stands in Redis, kept level with it.
import type { Rate, Update } from '../../rates/wire.ts';
import { LOG_LENGTH } from '../store.ts';
import { createView, ratesWith, type View } from '../view.ts';
import { createPollRecords, type PollRecords } from './poll-records.ts';
import type { Head } from './records.ts';

export interface Mirror extends View {
  readonly records: PollRecords;
  /** Takes the next change. `gap`: something before it was missed, or it belongs to an epoch that is not known. */
  take(update: Update): 'taken' | 'known' | 'gap';
  /** Catches up with a whole reading: change by change where its log reaches back far enough, else in one step. */
  adopt(head: Head, rates: readonly Rate[], log: readonly Update[]): void;
}

export function createMirror(): Mirror {
  const view = createView();
  return {
    ...view,
    records: createPollRecords(),
    take(update) {
      const shown = view.snapshot();
      if (shown === null || update.epoch !== shown.epoch || update.seq > shown.seq + 1) return 'gap';
      if (update.seq <= shown.seq) return 'known';
      view.show(update);
      return 'taken';
    },
    adopt({ epoch, seq, asOf }, rates, log) {
      const mine = log.filter((update) => update.epoch === epoch && update.seq <= seq);
      const shown = view.snapshot();
      if (shown === null) {
        view.begin({ epoch, seq, asOf, quote: 'USD', rates: [...rates] }, tailOf(mine, seq));
        return;
      }
      const from = shown.epoch === epoch ? shown.seq : 0;
      if (shown.epoch === epoch && seq <= from) return;
      const missed = tailOf(mine, seq).filter((update) => update.seq > from);
      if (missed.length === seq - from && seq > 0) {
        for (const update of missed) view.show(update);
        return;
      }
      // A rate that could not be believed is missing in the reading: it stays as it was shown.
      view.show({ epoch, seq, asOf, rates: ratesWith(shown.rates, rates) });
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
