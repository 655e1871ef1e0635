// command: log lines in a short form for a terminal. Other outputs get them as JSON.
import type { LogOutput } from '../../log-output.ts';
import { type Paint, plain } from '../terminal.ts';

const STYLES = { debug: 'dim', info: 'dim', warn: 'yellow', error: 'red' } as const;

/** Wraps the output of a log: `12:37:08 warn  poll failed  source=nbk reason=…`. */
export function readable(output: LogOutput, paint: Paint): Pick<LogOutput, 'write'> {
  return { write: (line) => output.write(readableLine(line, paint)) };
}

export function readableLine(line: string, paint: Paint): string {
  const { level, time, msg, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const name = String(level);
  const style = STYLES[name as keyof typeof STYLES] ?? 'dim';
  const rest = Object.entries(fields).map(([key, value]) => `${key}=${textOf(value)}`);
  const clock = String(time).slice(11, 19);
  const text = [paint(style, name.padEnd(5)), plain(msg), paint('dim', plain(rest.join(' ')))].join(' ');
  return `${paint('dim', clock)} ${text.trimEnd()}\n`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' && !value.includes(' ') ? value : JSON.stringify(value);
}
