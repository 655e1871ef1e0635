// command: lines that are redrawn in the same place of a terminal.
import type { Output } from '../terminal.ts';

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
/** The terminal truncates a line that is wider than computed. A wrapped line would shift all lines below it. */
const CUT_LINES = '\x1b[?7l';
const WRAP_LINES = '\x1b[?7h';
/** Synchronized output: the terminal shows everything between these two at once. Others ignore them. */
const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
const CLEAR_LINE_END = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';
const CLEAR_ALL = '\x1b[2J\x1b[H';

export interface Screen {
  /** Draws all lines by one write. Each line overwrites the old one without clearing it first, so nothing flickers. */
  draw(lines: readonly string[]): void;
  /** Clears the whole screen at the next draw: after a resize the position of the old lines is not known. */
  forget(): void;
  /** Ends the drawing. The last lines stay on the terminal. */
  close(): void;
}

export function createScreen(out: Output): Screen {
  let drawn = 0;
  let isEmptied = false;
  out.write(HIDE_CURSOR);
  return {
    draw(lines) {
      // The cursor needs one row. Lines beyond the rows would scroll away and could not be redrawn.
      const room = Math.max(1, (out.rows || 24) - 1);
      const shown = lines.slice(0, room);
      const back = isEmptied ? CLEAR_ALL : drawn > 0 ? `\x1b[${drawn}A\r` : '';
      const text = shown.map((line) => `${line}${CLEAR_LINE_END}\n`).join('');
      out.write(`${BEGIN}${CUT_LINES}${back}${text}${CLEAR_BELOW}${WRAP_LINES}${END}`);
      drawn = shown.length;
      isEmptied = false;
    },
    forget() {
      isEmptied = true;
    },
    close() {
      out.write(SHOW_CURSOR);
    },
  };
}
