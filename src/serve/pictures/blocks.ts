// serve: parts as wide as the picture, whose height is known before they are drawn. Pure.
import type { RateView } from '#picture';
import type { Measure } from './font.ts';
import { arrow, beside, type Group, inkOf, text } from './groups.ts';
import type { Mark } from './marks.ts';

export interface Block {
  /** Pixels. */
  height: number;
  draw(x: number, y: number): Mark[];
}

/** Height of a line and position of its baseline from the top, as multiples of the font size. */
export const LINE = 1.4;
export const BASELINE = 1.05;

/** The number of columns: as many as fit, or fewer where the number of rows stays the same. */
export function columnsFor(count: number, width: number, least: number, gap: number): number {
  const fitting = Math.max(1, Math.floor((width + gap) / (least + gap)));
  return Math.ceil(count / Math.ceil(count / fitting));
}

/** The factor for the font size where something is wider than its place; else 1. */
export const shrinkTo = (room: number, widest: number): number => (widest > room ? room / widest : 1);

export const widestOf = (groups: readonly (Group | null)[]): number =>
  Math.max(0, ...groups.map((group) => group?.width ?? 0));

/** The pieces that all looks share, as groups. */
export function piecesOf(measure: Measure, view: RateView, size: number) {
  const { base, quote, price, percent, direction } = view;
  const ink = inkOf(direction);
  return {
    pair: beside(0, text(measure, base, { size, isBold: true }), text(measure, quote, { size, ink: 'soft' })),
    price: text(measure, price, { size }),
    change: beside(0.25 * size, text(measure, percent, { size, ink }), arrow(direction, size)),
  };
}
