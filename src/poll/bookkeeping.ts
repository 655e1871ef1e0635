// poll: the record of one source's polls: the results for operators, and the held figures for the next leader.
import { kindOf, publicMessageOf } from '../errors.ts';
import type { HeldFigure } from '../guard/confirmation.ts';
import type { Metrics } from '../metrics.ts';
import type { Bulletin } from '../rates/fixing.ts';
import type { PrintedRow } from '../rates/wire.ts';
import type { SelectedSource } from '../sources/selection.ts';
import type { PollRecord, PollResults } from '../store/poll-record.ts';
import type { Store } from '../store/store.ts';

/** The record of one source. */
export interface Bookkeeping {
  /** Reads the last record of the source once; an earlier run or another replica wrote it. */
  resume(): Promise<void>;
  /** Stores changed results, with the current held figures. Throws the errors of the store. */
  note(more: Partial<PollResults>): Promise<void>;
  noteGood(at: string): Promise<void>;
  noteFailure(error: unknown, at: string): Promise<void>;
  /** Sets the metrics of held figures to 0; the next leader reports them from now on. */
  close(): void;
}

export interface BookkeepingDeps {
  store: Store;
  metrics: Metrics;
  /** The held figures. */
  held(): HeldFigure[];
  /** Takes over the held figures of the last record. */
  onResume(held: readonly HeldFigure[]): void;
}

const NEVER_POLLED: PollResults = {
  lastPoll: null,
  lastGoodPoll: null,
  lastError: null,
  nextPoll: null,
  printed: [],
};

/** A bulletin as `/sources` shows it. */
export function printedRow({ code, date, printed, nominal }: Bulletin): PrintedRow {
  return { code, date, printed, nominal };
}

/** Keeps the record of a source in the store, and the metrics of its held figures. */
export function createBookkeeping(
  { source, publishes }: SelectedSource,
  { store, metrics, held, onResume }: BookkeepingDeps,
): Bookkeeping {
  let record: PollRecord | null = null;
  let resuming: Promise<PollRecord> | null = null;

  async function readLast(): Promise<PollRecord> {
    const last = (await store.records()).find((it) => it.source === source.id);
    // Another version may have written it. A rule that this one does not have is only a word in reports.
    if (last !== undefined) onResume(last.held as HeldFigure[]);
    return { ...NEVER_POLLED, held: [], ...last, source: source.id, nextPoll: null };
  }

  /** Only one read: a second one would restore figures that were released meanwhile. */
  async function resumed(): Promise<PollRecord> {
    resuming ??= readLast();
    try {
      record ??= await resuming;
      return record;
    } catch (error) {
      resuming = null;
      throw error;
    }
  }

  async function note(more: Partial<PollResults>): Promise<void> {
    const before = await resumed();
    record = { ...(record ?? before), ...more, held: held() };
    await store.record(record);
  }

  function showHeld(waiting: readonly HeldFigure[]): void {
    for (const code of publishes) {
      const isHeld = waiting.some(({ fixing }) => fixing.code === code);
      metrics.held.set({ source: source.id, code }, isHeld ? 1 : 0);
    }
  }

  return {
    note,
    async resume() {
      await resumed();
    },
    async noteGood(at) {
      showHeld(held());
      await note({ lastPoll: at, lastGoodPoll: at });
      metrics.goodPoll.set({ source: source.id }, Date.parse(at) / 1000);
    },
    async noteFailure(error, at) {
      showHeld(held());
      const lastError = { kind: kindOf(error), message: publicMessageOf(error), at };
      await note({ lastPoll: at, lastError });
    },
    close: () => showHeld([]),
  };
}
