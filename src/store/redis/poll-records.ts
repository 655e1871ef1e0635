// store: the poll records of this replica: its own as it wrote them, others as they were read.
import type { PollRecord } from '../poll-record.ts';

/** The newest known record of each source. */
export interface PollRecords {
  /** Stores a record that this replica writes. */
  keep(record: PollRecord): void;
  /** Starts a read. Returns the function that stores its records, except those that this replica wrote meanwhile. */
  reading(): (records: readonly PollRecord[]) => void;
  get(source: string): PollRecord | undefined;
  all(): PollRecord[];
  readonly size: number;
}

/** Creates an empty list. */
export function createPollRecords(): PollRecords {
  const known = new Map<string, PollRecord>();
  /** Number of writes of each source's record by this replica. */
  const writes = new Map<string, number>();
  return {
    keep(record) {
      const { source } = record;
      known.set(source, record);
      writes.set(source, (writes.get(source) ?? 0) + 1);
    },
    reading() {
      const before = new Map(writes);
      return (records) => {
        for (const record of records) {
          const { source } = record;
          if (before.get(source) === writes.get(source)) known.set(source, record);
        }
      };
    },
    get: (source) => known.get(source),
    all: () => [...known.values()],
    get size() {
      return known.size;
    },
  };
}
