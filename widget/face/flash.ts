// widget: the short tint of a price that has changed.

/** At most twice a second. WCAG 2.3.1 allows three flashes a second. */
const FLASH_MS = 500;

/**
 * Tints prices for a moment. One step: each step more, or an animation, which the compositor does not take over here,
 * costs the page another style and another paint of all items.
 */
export function createFlash() {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let prices: readonly HTMLElement[] = [];

  function stop(): void {
    clearTimeout(timer);
    timer = undefined;
    for (const { dataset } of prices) delete dataset.tick;
    prices = [];
  }

  return {
    light(changed: readonly HTMLElement[]): void {
      if (!changed.length || timer) return;
      prices = changed;
      for (const { dataset } of prices) dataset.tick = '';
      timer = setTimeout(stop, FLASH_MS);
    },
    stop,
  };
}
