// test: the built command in a pseudo-terminal of a given size.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createScreen } from './screen.ts';

export const MAIN = new URL('../../../dist/main.js', import.meta.url).pathname;
const IN_TERMINAL = new URL('./in_terminal.py', import.meta.url).pathname;

export interface Terminal {
  /** The whole output, with escape sequences. */
  written(): string;
  /** The lines of the screen, without empty ones at its end. */
  screen(): string[];
  resize(columns: number, rows: number): void;
  type(keys: '^C'): void;
  /** Exit code of the command. */
  ended: Promise<number>;
  kill(): void;
}

/** Starts `silk-ticker` with these arguments in a terminal. */
export function openTerminal(
  args: readonly string[],
  {
    columns = 80,
    rows = 24,
    env = {},
  }: { columns?: number; rows?: number; env?: Record<string, string> } = {},
): Terminal {
  const child = spawn(
    'python3',
    [IN_TERMINAL, String(columns), String(rows), process.execPath, MAIN, ...args],
    {
      env: { PATH: process.env.PATH ?? '', TERM: 'xterm-256color', ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  let text = '';
  let screen = createScreen(columns, rows);
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    screen.take(chunk);
  });
  return {
    written: () => text,
    screen: () => screen.lines(),
    resize(toColumns, toRows) {
      screen = screen.resized(toColumns, toRows);
      child.stdin.write(`size ${toColumns} ${toRows}\n`);
    },
    type: (keys) => void child.stdin.write(`type ${keys}\n`),
    ended: once(child, 'close').then(([code]) => code as number),
    kill: () => void child.kill('SIGKILL'),
  };
}
