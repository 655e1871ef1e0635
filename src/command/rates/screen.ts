// command: lines that are drawn again in the same place.
import type { Output } from '../terminal.ts';

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
/** A line that is wider than was reckoned is cut by the terminal: wrapped, it would move all that is below it. */
const CUT_LINES = '\x1b[?7l';
const WRAP_LINES = '\x1b[?7h';
/** The terminal shows what is between at once; one that does not know it passes over it. */
const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
const CLEAR_LINE_END = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';
const CLEAR_ALL = '\x1b[2J\x1b[H';

export interface Screen {
  /** One write, each line written over the old one: nothing is empty in between, so nothing flickers. */
  draw(lines: readonly string[]): void;
  /** After a change of the size: where the old lines stand now, every terminal decides by itself. */
  forget(): void;
  /** Leaves the last lines standing. */
  close(): void;
}

export function createScreen(out: Output): Screen {
  let drawn = 0;
  let isEmptied = false;
  out.write(HIDE_CURSOR);
  return {
    draw(lines) {
      // One row is the cursor's. More lines than rows would scroll, and could not be reached again.
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
