// A leaf: the log, one JSON line for each event. The only importer of pino.
import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { LogOutput } from './log-output.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

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
