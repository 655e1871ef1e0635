// serve: the size of an iframe with the ticker. Pure; also runs in the browser.

/** Height in pixels of each look at a width of 600, with five rows and the pause button; measured in browsers. */
const HEIGHTS: Record<string, number> = { strip: 46, compact: 38, cards: 156, list: 348 };
export const WIDTH = 600;

/** The height in pixels of a look. An unknown look is shown as a strip. */
export function heightOf(look: string | undefined): number {
  return HEIGHTS[look ?? ''] ?? HEIGHTS.strip ?? 0;
}
