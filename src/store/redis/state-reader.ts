// store: reads the state in Redis: the position, and the fixings and records that are new since the last read.
import type { Mirror } from './mirror.ts';
import { readState, type StateRead } from './replies.ts';
import { READ_FIXINGS, READ_STATE } from './scripts.ts';

/** A read, compared with the one before it. */
export interface ComparedRead extends StateRead {
  /** Whether its fixings are all that came since the read before. */
  isSameEpoch: boolean;
}

/** Reads the state again and again, each time only what is new. */
export interface StateReader {
  /** Stores new fixings and records in the mirror. `isWhole`: the result also has all rates and the log. */
  read(isWhole: boolean): Promise<ComparedRead>;
  /** The last result; `null` before the first one. */
  last(): StateRead | null;
  /** When Redis last answered, by the monotonic clock. */
  answeredMs(): number;
}

export interface StateReaderDeps {
  mirror: Mirror;
  /** Runs a script over the keys of this service. */
  run(script: string, args: readonly string[]): Promise<unknown>;
  /** Milliseconds of a monotonic clock. */
  monotonicMs(): number;
}

/** Remembers up to which fixing and report it has read. */
export function createStateReader({ mirror, run, monotonicMs }: StateReaderDeps): StateReader {
  let last: StateRead | null = null;
  /** Whether all fixings of this epoch have been read once. */
  let isReadOnce = false;
  let answeredMs = Number.NEGATIVE_INFINITY;

  return {
    async read(isWhole) {
      const known = last;
      const args = [known?.lastFixingNumber ?? '0', known?.reportCount ?? '', isWhole ? '1' : '0'];
      const learn = mirror.records.reading();
      const found = readState(await run(READ_STATE, args));
      answeredMs = monotonicMs();
      learn(found.records);
      // The counters start again in another epoch: then everything is read again. The comparison uses the position of
      // this request, not the newest answer: of two requests at once the second skipped all fixings with a low number.
      const isSameEpoch = known === null || known.head?.epoch === found.head?.epoch;
      // What comes in after all has been read is newer than what is here, also when the clock of its leader is behind.
      const replaces = isSameEpoch && isReadOnce && known?.lastFixingNumber !== '0';
      for (const fixing of found.fixings) mirror.fixings[replaces ? 'put' : 'learn'](fixing);
      isReadOnce = isSameEpoch && (isReadOnce || found.fixingsSeen < READ_FIXINGS);
      last = isSameEpoch ? found : { ...found, lastFixingNumber: '0', reportCount: '' };
      return { ...found, isSameEpoch };
    },
    last: () => last,
    answeredMs: () => answeredMs,
  };
}
