// A leaf: where log lines go, so that a reader who stops to read does not stop the service.
import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';

export interface LogOutput {
  /** Never waits: a line that finds no room is dropped and counted. */
  write(line: string): void;
  /** Resolves when all lines have left, or after half a second: who does not read by then does not read. */
  flush(): Promise<void>;
}

/** Some seven thousand lines: hours of a calm service, and little beside its 80 MB. */
const MAX_UNREAD_BYTES = 1024 * 1024;
const FLUSH_MS = 500;
const STDOUT = 1;

/**
 * Opens the standard output. A pipe or a socket is written to without waiting: by a write that waits, one full pipe (64 KiB
 * on Linux) stopped every request until somebody read it. pino's own asynchronous destination waits in a thread instead,
 * and then the process does not end. A file or a terminal takes each line at once.
 */
export function openLogOutput(): LogOutput {
  const stat = fstatSync(STDOUT);
  const isPipe = stat.isFIFO() || stat.isSocket();
  const stream = isPipe ? new Socket({ fd: STDOUT, readable: false, writable: true }) : process.stdout;
  let dropped = 0;
  // The reader has gone or the disk is full: the service goes on.
  stream.on('error', () => {});

  function confess(): void {
    if (dropped === 0) return;
    const fields = { level: 'warn', time: new Date().toISOString(), dropped };
    dropped = 0;
    stream.write(`${JSON.stringify({ ...fields, msg: 'log lines dropped: nobody read them' })}\n`);
  }
  stream.on('drain', confess);

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
