// serve: the looks strip and compact without motion: items in one line, or in several where one is too short.
import type { RateView } from '#picture';
import { BASELINE, type Block, LINE, piecesOf, shrinkTo, widestOf } from './blocks.ts';
import type { Measure } from './font.ts';
import { badge, beside, type Group } from './groups.ts';

/** Gap between the pieces of an item, in ems. */
const WITHIN = 0.3;
/** Space above, below and between lines, in ems. With it, one line is as high as the widget's strip. */
const AROUND = 0.75;

/** A gap may shrink to this share of its size before items move to another line. */
const LEAST_GAP = 0.5;

interface Cell {
  line: Group | null;
  /** The badge, below the line where the line has no room for it. */
  below: Group | null;
}

/** `gap` is the space between items in pixels. */
export function belt(
  measure: Measure,
  views: readonly RateView[],
  { size, gap }: { size: number; gap: number },
  width: number,
): Block {
  const cells = cellsOf(measure, views, size, width);
  const lefts = leftsOf(cells, gap, width);
  const rows = Array.from({ length: Math.ceil(cells.length / lefts.length) }, (_, row) =>
    cells.slice(row * lefts.length, (row + 1) * lefts.length),
  );
  const heights = rows.map(
    (row) => (LINE * (row.some(({ below }) => below !== null) ? 2 : 1) + AROUND) * size,
  );
  return {
    height: heights.reduce((sum, height) => sum + height, AROUND * size),
    draw(x, y) {
      let top = y + AROUND * size;
      return rows.flatMap((row, at) => {
        const baseline = top + BASELINE * size;
        top += heights[at] ?? 0;
        return row.flatMap(({ line, below }, column) => [
          ...(line?.draw(x + (lefts[column] ?? 0), baseline) ?? []),
          ...(below?.draw(x + (lefts[column] ?? 0), baseline + LINE * size) ?? []),
        ]);
      });
    },
  };
}

/** The left edges of the columns: as many as fit, each as wide as its widest item, with at most the widget's gap. */
function leftsOf(cells: readonly Cell[], gap: number, width: number): number[] {
  const widths = cells.map(({ line, below }) => widestOf([line, below]));
  for (let rows = 1; rows < cells.length; rows += 1) {
    const count = Math.ceil(cells.length / rows);
    const columns = Array.from({ length: count }, (_, column) =>
      Math.max(...widths.filter((_width, at) => at % count === column)),
    );
    const free = width - columns.reduce((sum, it) => sum + it, 0);
    const between = Math.min(gap, free / (count - 1));
    if (between < gap * LEAST_GAP) continue;
    return columns.map((_, column) => columns.slice(0, column).reduce((sum, it) => sum + it + between, 0));
  }
  return [0];
}

/** The items. If one is wider than the picture, badges move below; if it is still wider, the font becomes smaller. */
function cellsOf(measure: Measure, views: readonly RateView[], size: number, width: number): Cell[] {
  const lay = (of: number, isBelow: boolean) =>
    views.map((view): Cell => {
      const { pair, price, change } = piecesOf(measure, view, of);
      const word = badge(measure, view.badge, of);
      const line = beside(WITHIN * of, pair, price, change, isBelow ? null : word);
      return { line, below: isBelow ? word : null };
    });
  const widest = (cells: readonly Cell[]) => widestOf(cells.map(({ line }) => line));
  const inLine = lay(size, false);
  if (widest(inLine) <= width) return inLine;
  const inTwo = lay(size, true);
  const factor = shrinkTo(width, widest(inTwo));
  return factor === 1 ? inTwo : lay(size * factor, true);
}
