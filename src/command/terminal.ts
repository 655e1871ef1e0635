// command: the abilities of a terminal: colours, width, redrawing; and text that is safe to print on it.
import { styleText } from 'node:util';

/** The standard output, a terminal or not. */
export interface Output {
  isTTY?: boolean;
  columns?: number;
  rows?: number;
  hasColors?(): boolean;
  write(text: string): unknown;
}

export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan' | 'magenta';
export type Paint = (style: Style, text: string) => string;

/**
 * Colours for this output. A pipe gets none, and a terminal with `NO_COLOR` or `TERM=dumb` gets none. The check of
 * `styleText` itself covers only the standard output, so it is switched off and made here.
 */
export function paintFor(out: Output): Paint {
  const isColoured = out.isTTY === true && out.hasColors?.() === true;
  return (style, text) =>
    isColoured && text !== '' ? styleText(style, text, { validateStream: false }) : text;
}

/** Whether written lines can be overwritten. A dumb terminal would print the escape sequences for it as text. */
export function canRedraw(out: Output, { TERM }: NodeJS.ProcessEnv = process.env): boolean {
  return out.isTTY === true && TERM !== 'dumb';
}

/** Width in characters: infinite for a pipe, 80 for a terminal of unknown width. */
export function widthOf(out: Output): number {
  if (out.isTTY !== true) return Number.POSITIVE_INFINITY;
  return out.columns || 80;
}

/** Removes control and format characters from a server's text: an escape sequence in it would control the terminal. */
export function plain(text: unknown): string {
  return String(text ?? '').replace(/[\p{Cc}\p{Cf}]/gu, '');
}

/**
 * JSON on one line, or indented. `JSON.stringify` does not escape the control characters above 126, and a terminal
 * executes them.
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Wraps text between words into lines of at most `width` characters. A longer word gets a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
