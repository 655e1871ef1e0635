// store: this replica's whole picture of what stands in Redis. Every reading is served from here, whatever Redis does.
import type { Rate, Snapshot, SourceReport, Update } from '../../rates/wire.ts';
import { createFixings, type Fixings } from '../fixings.ts';
import { LOG_LENGTH } from '../store.ts';
import type { Head } from './records.ts';

export interface Mirror {
  /** `null` before anything was read. */
  shown(): Snapshot | null;
  /** The same, once there is one. */
  whenShown(): Promise<Snapshot>;
  recent(): Update[];
  fixings: Fixings;
  reports: Map<string, SourceReport>;
  /** Takes the next change. `gap`: something before it was missed, or it belongs to an epoch that is not known. */
  take(update: Update): 'taken' | 'known' | 'gap';
  /** Catches up with a whole reading: change by change where its log reaches back far enough, else in one step. */
  adopt(head: Head, rates: readonly Rate[], log: readonly Update[]): void;
  follow(onUpdate: (update: Update) => void): () => void;
}

export function createMirror(): Mirror {
  const followers = new Set<(update: Update) => void>();
  let shown: Snapshot | null = null;
  let recent: Update[] = [];
  let announceFirst: (snapshot: Snapshot) => void = () => {};
  const first = new Promise<Snapshot>((resolve) => {
    announceFirst = resolve;
  });

  /** Shows an update as the next one; the first of another epoch carries every rate and replaces them all. */
  function show(update: Update): void {
    const { epoch, seq, asOf } = update;
    const goesOn = shown?.epoch === epoch;
    const rates = new Map(goesOn ? shown?.rates.map((rate) => [rate.base, rate]) : []);
    for (const rate of update.rates) rates.set(rate.base, rate);
    // A step over several positions cannot be told change by change: the log starts over after it.
    const follows = goesOn && shown?.seq === seq - 1;
    recent = follows ? [...recent, update].slice(-LOG_LENGTH) : seq === 1 ? [update] : [];
    shown = { epoch, seq, asOf, quote: 'USD', rates: [...rates.values()] };
    for (const follower of followers) follower(update);
  }

  function adopt(head: Head, rates: readonly Rate[], log: readonly Update[]): void {
    const { epoch, seq, asOf } = head;
    const mine = log.filter((update) => update.epoch === epoch && update.seq <= seq);
    if (shown === null) {
      recent = tailOf(mine, seq);
      shown = { epoch, seq, asOf, quote: 'USD', rates: [...rates] };
      announceFirst(shown);
      return;
    }
    const from = shown.epoch === epoch ? shown.seq : 0;
    if (shown.epoch === epoch && seq <= from) return;
    const missed = tailOf(mine, seq).filter((update) => update.seq > from);
    if (missed.length === seq - from && seq > 0) {
      for (const update of missed) show(update);
      return;
    }
    // What could not be believed stays as it was shown.
    const whole = new Map([...shown.rates, ...rates].map((rate) => [rate.base, rate]));
    show({ epoch, seq, asOf, rates: [...whole.values()] });
  }

  return {
    shown: () => shown,
    whenShown: async () => shown ?? first,
    recent: () => recent,
    fixings: createFixings(),
    reports: new Map(),
    take(update) {
      if (shown === null || update.epoch !== shown.epoch || update.seq > shown.seq + 1) return 'gap';
      if (update.seq <= shown.seq) return 'known';
      show(update);
      return 'taken';
    },
    adopt,
    follow(onUpdate) {
      followers.add(onUpdate);
      return () => void followers.delete(onUpdate);
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
