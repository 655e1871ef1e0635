// command: rates as an aligned table with the columns that fit into a width. Pure.
import type { Rate } from '../../rates/wire.ts';
import { type Paint, plain, type Style } from '../terminal.ts';

interface Cell {
  text: string;
  style?: Style | undefined;
}

interface Column {
  title: string;
  isFigure?: boolean;
  cellOf(rate: Rate, all: readonly Rate[]): Cell;
}

const ARROWS = { up: '▲', down: '▼', flat: ' ' } as const;
const CHANGE_STYLES = { up: 'green', down: 'red', flat: 'dim' } as const;
const STATUS_STYLES: Readonly<Record<string, Style>> = {
  stale: 'yellow',
  held: 'yellow',
  pegged: 'dim',
  seed: 'magenta',
  demo: 'magenta',
};

const text = (title: string, read: (rate: Rate) => string, style?: Style): Column => ({
  title,
  cellOf: (rate) => ({ text: plain(read(rate)), style }),
});
const COLUMNS = {
  pair: text('pair', ({ pair }) => pair, 'bold'),
  price: { ...text('dollars', ({ display }) => display), isFigure: true },
  change: { title: 'change', isFigure: true, cellOf: changeOf },
  inverse: { ...text('per dollar', ({ inverse }) => inverse), isFigure: true },
  date: text('date', ({ date }) => date),
  status: { title: 'status', cellOf: statusOf },
  source: text('source', ({ source }) => source.name, 'dim'),
  sourceId: text('source', ({ source }) => source.id, 'dim'),
  /** Replaces the status where it does not fit, so that a rate that is not live never looks like one. */
  mark: { title: '', cellOf: (rate) => ({ ...statusOf(rate), text: rate.status === 'live' ? ' ' : '*' }) },
} satisfies Record<string, Column>;

/** From wide to narrow: the first that fits is used. If none fits, the last one is truncated. */
const LAYOUTS: readonly (readonly (keyof typeof COLUMNS)[])[] = [
  ['pair', 'price', 'change', 'inverse', 'date', 'status', 'source'],
  ['pair', 'price', 'change', 'inverse', 'date', 'status', 'sourceId'],
  ['pair', 'price', 'change', 'inverse', 'date', 'status'],
  ['pair', 'price', 'change', 'inverse', 'status'],
  ['pair', 'price', 'change', 'status'],
  ['pair', 'price', 'change', 'mark'],
  ['pair', 'price', 'mark'],
];

export interface TableOptions {
  /** Width of the terminal in characters; infinite for a pipe. */
  width: number;
  paint: Paint;
  /** Currencies that have just changed. They are shown in bold. */
  changed?: ReadonlySet<string>;
}

/** One line of titles, then one line for each rate. No line is wider than `width`. */
export function tableOf(rates: readonly Rate[], { width, paint, changed }: TableOptions): string[] {
  const laid = LAYOUTS.map((names) => names.map((name) => layColumn(COLUMNS[name], rates)));
  const chosen = laid.find((columns) => widthOf(columns) <= width) ?? laid.at(-1) ?? [];
  const lines: string[] = [];
  for (let row = 0; row <= rates.length; row += 1) {
    const isNew = changed?.has(rates[row - 1]?.base ?? '') ?? false;
    let room = width;
    const parts = chosen.map(({ cells }, index) => {
      const { text = '', style } = cells[row] ?? {};
      const shown = text.slice(0, Math.max(0, room));
      room -= text.length + GAP.length;
      // A gap before a cell without room would make the line too wide.
      const gap = index > 0 && shown !== '' ? GAP : '';
      const painted = style === undefined ? shown : paint(style, shown);
      return gap + (isNew ? paint('bold', painted) : painted);
    });
    lines.push(parts.join('').trimEnd());
  }
  return lines;
}

const GAP = '  ';

interface Laid {
  width: number;
  /** The title and then the rates, all padded to the same length. */
  cells: Cell[];
}

function layColumn({ title, isFigure = false, cellOf }: Column, rates: readonly Rate[]): Laid {
  const cells = rates.map((rate) => cellOf(rate, rates));
  const texts = isFigure ? atPoint(cells.map((cell) => cell.text)) : cells.map((cell) => cell.text);
  const width = Math.max(title.length, ...texts.map((it) => it.length));
  const pad = (it: string) => (isFigure ? it.padStart(width) : it.padEnd(width));
  const rows = cells.map((cell, index) => ({ ...cell, text: pad(texts[index] ?? '') }));
  return { width, cells: [{ text: pad(title), style: 'dim' }, ...rows] };
}

/** Trailing spaces are not written, so the last column is as wide as its longest text. */
function widthOf(columns: readonly Laid[]): number {
  return columns.reduce((sum, { width }) => sum + width, (columns.length - 1) * GAP.length);
}

/** Pads figures so that their decimal points are aligned. */
function atPoint(figures: readonly string[]): string[] {
  const decimalsOf = (figure: string) => /[.][^.]*$/.exec(figure)?.[0].length ?? 0;
  const most = Math.max(0, ...figures.map(decimalsOf));
  return figures.map((figure) => figure + ' '.repeat(most - decimalsOf(figure)));
}

/** The change with its arrow; the figures are padded so that the arrows are aligned. */
function changeOf({ change }: Rate, all: readonly Rate[]): Cell {
  // No previous fixing is known. That is not the same as an unchanged rate.
  if (change === null || change === undefined) return { text: '—', style: 'dim' };
  const { direction, percent } = change;
  const longest = Math.max(...all.map((rate) => plain(rate.change?.percent).length));
  const figure = plain(percent).padStart(longest);
  return { text: `${ARROWS[direction] ?? ' '} ${figure}%`, style: CHANGE_STYLES[direction] };
}

function statusOf({ status }: Rate): Cell {
  return { text: plain(status), style: STATUS_STYLES[status] };
}
