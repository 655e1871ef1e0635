// poll: the record of one source's polls: the report for operators, and the held figures for the next leader.
import { kindOf, publicMessageOf } from '../errors.ts';
import type { HeldFigure } from '../guard/confirmation.ts';
import type { Metrics } from '../metrics.ts';
import type { SourceReport } from '../rates/wire.ts';
import type { SelectedSource } from '../sources/selection.ts';
import type { Store } from '../store/store.ts';
import { heldOfRecord, heldRow, recordOfHeld, reportOf } from './report.ts';

export interface Bookkeeping {
  /** Reads the last record of the source once; an earlier run or another replica wrote it. */
  resume(): Promise<void>;
  /** Stores changed fields of the report, with the current held figures. Throws the errors of the store. */
  note(more: Partial<SourceReport>): Promise<void>;
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

export function createBookkeeping(
  selected: SelectedSource,
  { store, metrics, held, onResume }: BookkeepingDeps,
): Bookkeeping {
  const { source, publishes } = selected;
  let report: SourceReport | null = null;
  let resuming: Promise<SourceReport> | null = null;

  async function readLast(): Promise<SourceReport> {
    const last = (await store.records()).find((it) => it.report.id === source.id);
    if (last !== undefined) onResume(last.held.map(heldOfRecord));
    return reportOf(selected, last?.report);
  }

  /** Only one read: a second one would restore figures that were released meanwhile. */
  async function resumed(): Promise<SourceReport> {
    resuming ??= readLast();
    try {
      report ??= await resuming;
      return report;
    } catch (error) {
      resuming = null;
      throw error;
    }
  }

  async function note(more: Partial<SourceReport>): Promise<void> {
    const before = await resumed();
    report = { ...(report ?? before), ...more, held: held().map(heldRow) };
    await store.record({ report, held: held().map(recordOfHeld) });
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
