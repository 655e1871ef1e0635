// serve: how much room the ticker needs as a page in a frame. Pure; the browser runs it too.

/** Pixels that a look needs at 600 wide: with five rows and the pause button, as browsers have measured it. */
const HEIGHTS: Record<string, number> = { strip: 46, compact: 38, cards: 156, list: 348 };
export const WIDTH = 600;

/** Pixels that a look needs; a look that is not known is shown as a strip. */
export function heightOf(look: string | undefined): number {
  return HEIGHTS[look ?? ''] ?? HEIGHTS.strip ?? 0;
}
