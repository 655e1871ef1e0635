// test: the screen of a terminal. It supports the escape sequences that the command uses, and throws at any other
// one.

export interface Screen {
  take(text: string): void;
  lines(): string[];
  /** The same screen with another size; long lines are cut. */
  resized(columns: number, rows: number): Screen;
}

const ESCAPE = '\x1b';
const SEQUENCE = new RegExp(`^${ESCAPE}\\[(\\??)([\\d;]*)([A-Za-z])`);

export function createScreen(columns: number, rows: number, before: string[] = [], at = 0): Screen {
  let cells = Array.from({ length: rows }, (_, row) => [...(before[row] ?? '')].slice(0, columns));
  let [row, column] = [Math.min(at, rows - 1), 0];
  let isWrapping = true;
  let rest = '';

  function newLine(): void {
    row += 1;
    if (row < rows) return;
    cells = [...cells.slice(1), []];
    row = rows - 1;
  }

  function put(character: string): void {
    if (column >= columns) {
      if (!isWrapping) column = columns - 1;
      else {
        newLine();
        column = 0;
      }
    }
    const line = cells[row] ?? [];
    for (let index = line.length; index < column; index += 1) line[index] = ' ';
    line[column] = character;
    column += 1;
  }

  function obey(mark: string, parameters: string, letter: string): void {
    const order = `${mark}${parameters}${letter}`;
    if (letter === 'm' || /^\?(25|2026)[hl]$/.test(order)) return;
    if (order === '?7h' || order === '?7l') isWrapping = letter === 'h';
    else if (letter === 'A') row = Math.max(0, row - Number(parameters || 1));
    else if (order === 'H') [row, column] = [0, 0];
    else if (order === 'K') cells[row]?.splice(column);
    else if (order === '2J') cells = cells.map(() => []);
    else if (order === 'J') {
      cells[row]?.splice(column);
      cells = cells.map((line, index) => (index > row ? [] : line));
    } else throw new Error(`a sequence that is not known here: ${order}`);
  }

  return {
    take(text) {
      rest += text;
      while (rest !== '') {
        if (rest.startsWith(ESCAPE)) {
          const [all, mark = '', parameters = '', letter = ''] = SEQUENCE.exec(rest) ?? [];
          // The rest of a sequence may be in the next chunk.
          if (all === undefined) return;
          obey(mark, parameters, letter);
          rest = rest.slice(all.length);
        } else {
          const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
          rest = rest.slice(character.length);
          if (character === '\n') newLine();
          else if (character === '\r') column = 0;
          else put(character);
        }
      }
    },
    lines: () =>
      cells
        .map((line) => line.join('').trimEnd())
        .join('\n')
        .trimEnd()
        .split('\n'),
    resized: (toColumns, toRows) =>
      createScreen(
        toColumns,
        toRows,
        cells.map((line) => line.join('')),
        row,
      ),
  };
}
