// widget: the scale of an element on the screen.

/** Returns the pixels on the screen for one pixel of the element. They differ on a page with a `zoom` or a scale. */
export function scaleOf(element: HTMLElement): number {
  return element.getBoundingClientRect().width / element.offsetWidth;
}
