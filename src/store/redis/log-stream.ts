// store: reads the stream of changes from this replica's position, so that a reconnect misses nothing.
import type { RedisConnection, StreamEntry } from './connection.ts';

/** A reader of the stream. */
export interface Following {
  /** Continues after this entry: everything before it is already known. */
  moveTo(cursor: string): void;
  stop(): void;
}

/** Pause after a failed read; the connection has its own back-off. */
const AGAIN_MS = 200;

/** Reads without end. Each entry is handled before the next read. Never throws. */
export function followStream(
  connection: Pick<RedisConnection, 'read'>,
  key: string,
  onEntry: (entry: StreamEntry) => Promise<void>,
): Following {
  let cursor = '0-0';
  let moves = 0;
  let start: () => void = () => {};
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  let stopped = false;

  async function follow(): Promise<void> {
    await started;
    while (!stopped) {
      const known = moves;
      try {
        for (const entry of await connection.read(key, cursor)) {
          // After a move the rest of this answer is already known.
          if (stopped || moves !== known) break;
          cursor = entry[0];
          await onEntry(entry);
        }
      } catch {
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }
  void follow();

  return {
    moveTo(to) {
      cursor = to;
      moves += 1;
      start();
    },
    stop() {
      stopped = true;
      start();
    },
  };
}
