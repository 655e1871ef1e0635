// serve: the pieces of a line with their widths: text, arrow, badge, and several side by side. Pure.
import type { Direction } from '#picture';
import type { Measure } from './font.ts';
import { box, type Ink, type Mark, polygon } from './marks.ts';

/** A piece with a known width that is drawn on a baseline. */
export interface Group {
  /** Pixels. */
  width: number;
  draw(x: number, baseline: number): Mark[];
}

export interface Type {
  /** Pixels. */
  size: number;
  ink?: Ink;
  isBold?: boolean;
}

export function text(
  measure: Measure,
  of: string,
  { size, ink = 'ink', isBold = false }: Type,
): Group | null {
  if (of === '') return null;
  const width = measure(of, size, isBold ? 'semibold' : 'regular');
  return { width, draw: (x, y) => [{ kind: 'text', text: of, x, y, size, width, ink, isBold }] };
}

/** The groups that are not `null`, side by side with a gap in pixels. */
export function beside(gap: number, ...given: (Group | null)[]): Group | null {
  const groups = given.filter((group) => group !== null);
  if (groups.length === 0) return null;
  const width = groups.reduce((sum, group) => sum + group.width, gap * (groups.length - 1));
  return {
    width,
    draw(x, baseline) {
      let at = x;
      return groups.flatMap((group) => {
        const marks = group.draw(at, baseline);
        at += group.width + gap;
        return marks;
      });
    },
  };
}

export const inkOf = (direction: Direction): Ink =>
  direction === 'up' ? 'rise' : direction === 'down' ? 'fall' : 'soft';

/** As in the widget: a triangle; a bar of the same width for an unchanged rate; nothing for an unknown change. */
export function arrow(direction: Direction, size: number): Group | null {
  if (direction === 'none') return null;
  const side = 0.6 * size;
  const paths = {
    up: (x: number, y: number) => [
      [x, y] as const,
      [x + side, y] as const,
      [x + side / 2, y - side] as const,
    ],
    down: (x: number, y: number) =>
      [
        [x, y - side],
        [x + side, y - side],
        [x + side / 2, y],
      ] as const,
  };
  return {
    width: side,
    draw(x, y) {
      const path =
        direction === 'flat' ? box(x, y - 0.6 * side, side, 0.2 * side) : polygon(paths[direction](x, y));
      return [{ kind: 'shape', path, paint: inkOf(direction) }];
    },
  };
}

/** A word in a frame: the status of a rate that is not live. `size` is the font size of the text around it. */
export function badge(measure: Measure, word: string, size: number): Group | null {
  const own = 0.75 * size;
  const label = text(measure, word, { size: own, ink: 'soft' });
  if (label === null) return null;
  const [padding, height] = [0.5 * size, 1.4 * own + 2];
  const width = label.width + 2 * padding;
  return {
    width,
    draw(x, baseline) {
      // Centred on the middle of lower-case letters.
      const top = baseline - 0.26 * size - height / 2;
      const path = box(x + 0.5, top + 0.5, width - 1, height - 1, height / 2);
      return [{ kind: 'shape', path, paint: 'pill' }, ...label.draw(x + padding, baseline - 0.02 * size)];
    },
  };
}
