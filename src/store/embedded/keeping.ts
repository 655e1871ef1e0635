// store: whether the disk has what the embedded store's memory has.
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Snapshot } from '../../rates/wire.ts';
import type { Fixings } from '../fixings.ts';
import type { StateFiles } from './state-files.ts';

export interface Keeping {
  /** Brings the disk to this snapshot, and to the history where that was changed. Answers whether it could. Never throws. */
  keep(snapshot: Snapshot): Promise<boolean>;
  /** The history in memory has changed: the next `keep` writes it. */
  noteHistory(): void;
  /** Whether the last `keep` was done; what was not is tried again by the next one. */
  isDurable(): boolean;
  /** The epoch under which a restart would go on; `null` = the disk holds no position. */
  epoch(): string | null;
}

export interface KeepingDeps {
  /** `null` = nothing is kept, and that is well. */
  files: StateFiles | null;
  fixings: Pick<Fixings, 'all'>;
  log: Log;
  /** The epoch that was found on the disk. */
  foundEpoch: string | null;
}

export function createKeeping({ files, fixings, log, foundEpoch }: KeepingDeps): Keeping {
  let epoch = foundEpoch;
  let isDurable = true;
  let historyIsKept = true;

  async function save(snapshot: Snapshot): Promise<void> {
    // The snapshot is the commit: history that is ahead of it is only history known early.
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
