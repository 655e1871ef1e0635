// test: a log that records its lines, so that a test can read them.
import type { Log } from '../../src/log.ts';

export interface Line {
  level: string;
  fields: Record<string, unknown>;
  message: string;
}

export function createQuietLog(): { log: Log; lines: Line[] } {
  const lines: Line[] = [];
  const write =
    (level: string) =>
    (first: unknown, message = ''): void => {
      const fields = typeof first === 'string' ? {} : (first as Record<string, unknown>);
      lines.push({ level, fields, message: typeof first === 'string' ? first : message });
    };
  const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  return { log: log as unknown as Log, lines };
}
