// serve: how much room the ticker needs as a page in a frame. Pure; the browser runs it too.

/** Pixels that a look needs at 600 wide, with the pause button, as browsers have measured it. */
const HEIGHTS: Record<string, number> = { strip: 46, compact: 38, cards: 156 };
/** A list has a row for each rate. */
const LIST = { base: 40, row: 61.5 };
export const WIDTH = 600;
/** Currencies of the banks that are asked unless told. */
const USUAL_COUNT = 5;

/** Pixels that a look needs for so many rates; a look that is not known is shown as a strip. */
export function heightOf(look: string | undefined, count = USUAL_COUNT): number {
  if (look === 'list') return Math.ceil(LIST.base + Math.max(1, count) * LIST.row);
  return HEIGHTS[look ?? ''] ?? HEIGHTS.strip ?? 0;
}
