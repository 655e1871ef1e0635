// serve: the size of an iframe with the ticker. Pure; also runs in the browser.

/** Height in pixels of each look but the list at a width of 600, with the pause button; measured in browsers. */
const HEIGHTS: Record<string, number> = { strip: 46, compact: 38, cards: 156 };
/** The height of a list, measured in the same way: one row for each rate. */
const LIST = { base: 40, row: 61.5 };

/** The height in pixels of a look with `count` rates. An unknown look is shown as a strip. */
export function heightOf(look: string | undefined, count: number): number {
  if (look === 'list') return Math.ceil(LIST.base + Math.max(1, count) * LIST.row);
  return HEIGHTS[look ?? ''] ?? HEIGHTS.strip ?? 0;
}
