// A leaf: the log, one JSON line for each event. The only importer of pino.
import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from './config.ts';
import type { LogOutput } from './log-output.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** A log that writes JSON lines to `output`. Flush the output before an exit, so that the last lines are not lost. */
export function createLog(level: LogLevel, output: Pick<LogOutput, 'write'>): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    output,
  );
}
