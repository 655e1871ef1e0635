// widget: the soft flash of a price that has changed.

/** Twice a second is calmer than the three times that are safe. */
const FLASH_MS = 500;
const FLASH_STEPS = 2;

/**
 * Lets a flash fade by steps. As an animation, which the compositor does not take over here, it cost the page a style
 * of each item in every frame: 0.93 s of a slowed main thread in ten seconds of ticks, instead of 0.4.
 */
export function createFlash() {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let prices: readonly HTMLElement[] = [];

  function fade(step: number): void {
    for (const { dataset } of prices) {
      if (step) dataset.tick = `${step}`;
      else delete dataset.tick;
    }
    timer = step ? setTimeout(fade, FLASH_MS / FLASH_STEPS, step - 1) : undefined;
  }

  return {
    light(changed: readonly HTMLElement[]): void {
      if (!changed.length || timer) return;
      prices = changed;
      fade(FLASH_STEPS);
    },
    stop(): void {
      clearTimeout(timer);
      fade(0);
    },
  };
}
