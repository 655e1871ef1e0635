// widget: the short tint of a price that has changed.

/** At most twice a second. WCAG 2.3.1 allows three flashes a second. */
const FLASH_MS = 500;
/**
 * A tint ends with the next update after `FLASH_MS`, and at the latest now. Ended by a timer of its own, it costs the page
 * another frame: with an update a second, a third of the ticker's main thread.
 */
const MAX_FLASH_MS = 1_100;

/** What has a price to tint. */
interface Tinted {
  price: HTMLElement;
}

/**
 * Tints prices for a moment. One step: each step more, or an animation, which the compositor does not take over here,
 * costs the page another style and another paint of all items.
 */
export function createFlash() {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lit: readonly Tinted[] = [];
  /** No other flash before. */
  let nextAt = 0;

  function stop(): void {
    clearTimeout(timer);
    for (const { price } of lit) delete price.dataset.tick;
    lit = [];
  }

  return {
    /** Called at each update. A price that is tinted when it changes again loses its tint: two tints would look like one. */
    light(changed: readonly Tinted[]): void {
      const now = performance.now();
      if (now < nextAt) return;
      const old = lit;
      stop();
      lit = changed.filter((it) => !old.includes(it));
      if (!lit.length) return;
      nextAt = now + FLASH_MS;
      for (const { price } of lit) price.dataset.tick = '';
      timer = setTimeout(stop, MAX_FLASH_MS);
    },
    stop,
  };
}
