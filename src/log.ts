// A leaf: JSON lines on stdout, one event a line. The only importer of pino.
import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from './config.ts';
import type { LogOutput } from './log-output.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** A log of JSON lines. Its output is flushed before an exit, so that the last lines are not lost. */
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
