// store: the stream of changes, read from where this replica stands, so that a reconnect misses nothing.
import type { RedisConnection, StreamEntry } from './connection.ts';

export interface Following {
  /** Goes on behind this entry: everything before it is known from elsewhere. */
  moveTo(cursor: string): void;
  stop(): void;
}

/** Redis is tried again this soon; the connection has its own back-off below. */
const AGAIN_MS = 200;

/** Reads on and on; each entry is handed over before the next is asked for. Nothing is thrown. */
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
          // Moved meanwhile: what is left of this answer is known from elsewhere.
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
