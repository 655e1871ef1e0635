// serve: what fills the width of a picture: its height is known before it is drawn. Pure.
import type { View } from '#picture';
import type { Measure } from './font.ts';
import { arrow, beside, type Group, inkOf, text } from './groups.ts';
import type { Mark } from './marks.ts';

export interface Block {
  /** Pixels. */
  height: number;
  draw(x: number, y: number): Mark[];
}

/** Height of a line to the size of its type, and where in it the baseline is. */
export const LINE = 1.4;
export const BASELINE = 1.05;

/** As many columns as fit, and no more than fill all rows about evenly: five in three columns are three and two. */
export function columnsFor(count: number, width: number, least: number, gap: number): number {
  const fitting = Math.max(1, Math.floor((width + gap) / (least + gap)));
  return Math.ceil(count / Math.ceil(count / fitting));
}

/** The factor by which type is made smaller where something would be wider than its place. */
export const shrinkTo = (room: number, widest: number): number => (widest > room ? room / widest : 1);

export const widestOf = (groups: readonly (Group | null)[]): number =>
  Math.max(0, ...groups.map((group) => group?.width ?? 0));

/** The pieces that every look has, as groups. */
export function piecesOf(measure: Measure, view: View, size: number) {
  const { base, quote, price, percent, direction } = view;
  const ink = inkOf(direction);
  return {
    pair: beside(0, text(measure, base, { size, isBold: true }), text(measure, quote, { size, ink: 'soft' })),
    price: text(measure, price, { size }),
    change: beside(0.25 * size, text(measure, percent, { size, ink }), arrow(direction, size)),
  };
}
