// store: writes the embedded store's state to the disk, and reports whether that succeeded.
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Snapshot } from '../../rates/wire.ts';
import type { Fixings } from '../fixings.ts';
import type { StateFiles } from './state-files.ts';

/** The state on the disk. */
export interface Keeping {
  /** Writes this snapshot, and the history if it has changed. Returns whether that succeeded. Never throws. */
  keep(snapshot: Snapshot): Promise<boolean>;
  /** Notes that the history has changed: the next `keep` writes it. */
  noteHistory(): void;
  /** Whether the last `keep` succeeded; the next one tries again. */
  isDurable(): boolean;
  /** The epoch of the snapshot on the disk, with which a restart would continue; `null` = none. */
  epoch(): string | null;
}

export interface KeepingDeps {
  /** `null` = nothing is written, as configured. */
  files: StateFiles | null;
  fixings: Pick<Fixings, 'all'>;
  log: Log;
  /** The epoch that was read from the disk. */
  foundEpoch: string | null;
}

/** Creates the writer. The first `keep` writes the history only after `noteHistory`. */
export function createKeeping({ files, fixings, log, foundEpoch }: KeepingDeps): Keeping {
  let epoch = foundEpoch;
  let isDurable = true;
  let historyIsKept = true;

  async function save(snapshot: Snapshot): Promise<void> {
    // The snapshot is written last: a history that is newer than the snapshot does no harm.
    if (!historyIsKept) await files?.saveFixings(fixings.all());
    historyIsKept = true;
    await files?.saveSnapshot(snapshot);
    epoch = snapshot.epoch;
  }

  return {
    async keep(snapshot) {
      try {
        await save(snapshot);
        if (!isDurable) log.info('state is kept again');
        isDurable = true;
      } catch (error) {
        if (isDurable) log.error({ error: messageOf(error) }, 'state cannot be kept; serving from memory');
        isDurable = false;
      }
      return isDurable;
    },
    noteHistory() {
      historyIsKept = false;
    },
    isDurable: () => isDurable,
    epoch: () => epoch,
  };
}
