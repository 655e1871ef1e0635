// serve: the look list: a row for each rate, with its name below its pair, in as many columns as fit.
import type { RateView } from '#picture';
import { BASELINE, type Block, columnsFor, LINE, piecesOf, shrinkTo, widestOf } from './blocks.ts';
import type { Measure } from './font.ts';
import { badge, beside, type Group, text } from './groups.ts';
import { box } from './marks.ts';

/** In ems: the height of a row, as in the widget; its padding; the smallest and the largest width of a column. */
const ROW = 4.03;
const PADDING = 0.3;
const LEAST = 17;
/** In a wider row, the figure is too far from its name. */
const MOST = 36;
const GAP = 2;

interface Row {
  upper: [left: Group | null, right: Group | null];
  lower: [left: Group | null, right: Group | null];
}

export function list(measure: Measure, views: readonly RateView[], size: number, width: number): Block {
  const gap = GAP * size;
  const rowsAt = (of: number) => views.map((view) => rowOf(measure, view, of));
  const needed = widestRow(rowsAt(size), size);
  const columns = columnsFor(views.length, width, Math.max(LEAST * size, needed), gap);
  const column = Math.min(MOST * size, (width - gap * (columns - 1)) / columns);
  const factor = shrinkTo(column, needed);
  const rows = factor === 1 ? rowsAt(size) : rowsAt(size * factor);
  const height = ROW * size;
  const lines = Math.ceil(rows.length / columns);
  return {
    height: lines * height,
    draw: (x, y) =>
      rows.flatMap(({ upper, lower }, at) => {
        const left = x + (at % columns) * (column + gap);
        const top = y + Math.floor(at / columns) * height;
        const baseline = top + (height - 2 * LINE * size) / 2 + BASELINE * size;
        const inside = [left + PADDING * size, left + column - PADDING * size] as const;
        return [
          ...[upper, lower].flatMap(([start, end], line) => [
            ...(start?.draw(inside[0], baseline + line * LINE * size) ?? []),
            ...(end?.draw(inside[1] - end.width, baseline + line * LINE * size) ?? []),
          ]),
          ...(at + columns < rows.length
            ? [
                {
                  kind: 'shape' as const,
                  path: box(left, top + height - 1, column, 1),
                  paint: 'rule' as const,
                },
              ]
            : []),
        ];
      }),
  };
}

function rowOf(measure: Measure, view: RateView, size: number): Row {
  const { pair, price, change } = piecesOf(measure, view, size);
  const name = text(measure, view.name, { size: 0.85 * size, ink: 'soft' });
  const word = badge(measure, view.badge, size);
  return { upper: [pair, price], lower: [beside(0.6 * size, name, word), change] };
}

const widestRow = (rows: readonly Row[], size: number) =>
  Math.max(0, ...rows.flatMap(({ upper, lower }) => [upper, lower].map((line) => widthOf(line, size))));

const widthOf = (line: readonly (Group | null)[], size: number) =>
  line.reduce((sum, group) => sum + widestOf([group]), (2 * PADDING + 0.6) * size);
