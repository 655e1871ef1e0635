// A leaf: writes log lines to the standard output without waiting, so that a stalled reader does not stop the service.
import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';

export interface LogOutput {
  /** Never waits. A line that does not fit into the buffer is dropped and counted. */
  write(line: string): void;
  /** Resolves when all lines are written, or after half a second if the reader does not read. */
  flush(): Promise<void>;
}

/** About 7,000 lines, the log of some hours. Little compared with the 80 MB of the process. */
const MAX_UNREAD_BYTES = 1024 * 1024;
const FLUSH_MS = 500;
const STDOUT = 1;

/**
 * Opens the standard output. Writes to a pipe or a socket are asynchronous: with synchronous writes a full pipe (64 KiB
 * on Linux) blocked every request until it was read. pino's own asynchronous destination blocks in a thread, and then
 * the process does not end. Writes to a file or a terminal return at once.
 */
export function openLogOutput(): LogOutput {
  const stat = fstatSync(STDOUT);
  const isPipe = stat.isFIFO() || stat.isSocket();
  const stream = isPipe ? new Socket({ fd: STDOUT, readable: false, writable: true }) : process.stdout;
  let dropped = 0;
  // The reader has ended or the disk is full: the service continues without a log.
  stream.on('error', () => {});

  function reportDropped(): void {
    if (dropped === 0) return;
    const fields = { level: 'warn', time: new Date().toISOString(), dropped };
    dropped = 0;
    stream.write(`${JSON.stringify({ ...fields, msg: 'log lines dropped: they were not read' })}\n`);
  }
  stream.on('drain', reportDropped);

  return {
    write(line) {
      if (!stream.writable) return;
      if (stream.writableLength + line.length > MAX_UNREAD_BYTES) dropped += 1;
      else stream.write(line);
    },
    flush: () =>
      new Promise((resolve) => {
        if (stream.writableLength === 0 || !stream.writable) return resolve();
        setTimeout(resolve, FLUSH_MS);
        stream.write('', () => resolve());
      }),
  };
}
