// command: what a terminal can show: colours or none, how wide it is, and no text that steers it.
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
 * Colours for this output. A pipe gets none, nor does a terminal with `NO_COLOR` or `TERM=dumb`. `styleText` would look
 * at the standard output alone, so the question is asked here.
 */
export function paintFor(out: Output): Paint {
  const isColoured = out.isTTY === true && out.hasColors?.() === true;
  return (style, text) =>
    isColoured && text !== '' ? styleText(style, text, { validateStream: false }) : text;
}

/** Whether lines that were written can be written over: a dumb terminal would show the sequences for it. */
export function canRedraw(out: Output, { TERM }: NodeJS.ProcessEnv = process.env): boolean {
  return out.isTTY === true && TERM !== 'dumb';
}

/** Columns of the output: all that there may be for a pipe; 80 for a terminal that does not know its width. */
export function widthOf(out: Output): number {
  if (out.isTTY !== true) return Number.POSITIVE_INFINITY;
  return out.columns || 80;
}

/** Text from a server without control characters and hidden marks: an escape sequence would steer the terminal. */
export function plain(text: unknown): string {
  return String(text ?? '').replace(/[\p{Cc}\p{Cf}]/gu, '');
}

/** JSON on one line, or indented. JSON leaves the control characters above 126 as they are, and a terminal obeys them. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Text in lines of at most `width` columns, broken between words; a longer word has a line of its own. */
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
