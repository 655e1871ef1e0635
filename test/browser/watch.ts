// test: measurements of the belt in a page, frame by frame.
import type { Page } from 'playwright-core';

/** Anything that runs a function in a page. */
type Evaluator = Pick<Page, 'evaluate'>;

export interface Seen {
  /** Largest distance in pixels between the boxes of neighbours, which have to touch. */
  gap: number;
  /** Largest move of any item in a frame beyond what speed and time allow, in pixels. */
  jump: number;
  /** Largest width of the view in pixels that no item covers. */
  uncovered: number;
  frames: number;
  /** Pixels a second over the whole time, towards the left. */
  speed: number;
}

/**
 * Measures the first ticker of a page for some milliseconds. `speed` is the expected speed in pixels a second, negative
 * towards the right.
 */
export function watchBelt(page: Evaluator, forMs: number, speed = 60): Promise<Seen> {
  return page.evaluate(
    async ([duration, expected]) => {
      const root = document.querySelector('currency-ticker')?.shadowRoot;
      const view = root?.querySelector('.view')?.getBoundingClientRect();
      if (!root || !view) throw new Error('no belt');
      const seen = { gap: 0, jump: 0, uncovered: 0, frames: 0, speed: 0 };
      let last: { at: number; lefts: number[] } | undefined;
      let path = 0;
      const begin = Number(document.timeline.currentTime);
      let now = begin;
      while (now - begin < duration) {
        now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        const boxes = [...root.querySelectorAll('.item')].map((it) => it.getBoundingClientRect());
        const sorted = boxes.toSorted((a, b) => a.left - b.left);
        const period = root.querySelector('.list')?.getBoundingClientRect().width ?? 0;
        for (let n = 1; n < sorted.length; n += 1) {
          seen.gap = Math.max(seen.gap, Math.abs((sorted[n]?.left ?? 0) - (sorted[n - 1]?.right ?? 0)));
        }
        seen.uncovered = Math.max(
          seen.uncovered,
          (sorted[0]?.left ?? 0) - view.left,
          view.right - (sorted.at(-1)?.right ?? 0),
        );
        const lefts = boxes.map((it) => it.left);
        if (last?.lefts.length === lefts.length) {
          const shift = (expected * (now - last.at)) / 1000;
          for (const [index, left] of lefts.entries()) {
            const went = (last.lefts[index] ?? 0) - left;
            // All lists are equal: when one takes the place of the next, no movement is visible.
            const moved = went - Math.round((went - shift) / period) * period;
            seen.jump = Math.max(seen.jump, Math.abs(moved) - Math.abs(shift));
            if (index === 0) path += moved;
          }
          seen.frames += 1;
        }
        last = { at: now, lefts };
      }
      seen.speed = (path / (now - begin)) * 1000;
      return seen;
    },
    [forMs, speed] as const,
  );
}

/**
 * Puts the belt to a hundred offsets within one period. Returns the largest distance between neighbours' boxes, and the
 * largest width of the view without an item, both rounded down to half pixels and counted in them.
 */
export function seamsOf(page: Evaluator): Promise<[gap: number, uncovered: number]> {
  return page.evaluate(async () => {
    // After a change of the width, the copies are added in the next frame.
    for (let n = 0; n < 3; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    const root = document.querySelector('currency-ticker')?.shadowRoot;
    const [animation] = root?.getAnimations().filter((it) => it.effect?.getTiming().iterations !== 1) ?? [];
    const view = root?.querySelector('.view')?.getBoundingClientRect();
    if (!animation || !view) throw new Error('no belt');
    const period = Number(animation.effect?.getTiming().duration);
    let [gap, uncovered] = [0, 0];
    // In WebKit a running animation moves on between two boxes: half a pixel in 8 ms on a busy machine.
    animation.pause();
    for (let n = 0; n < 100; n += 1) {
      animation.currentTime = period * (1 + n / 99.999);
      const boxes = [...(root?.querySelectorAll('.item') ?? [])].map((it) => it.getBoundingClientRect());
      for (const [index, box] of boxes.entries())
        if (index) gap = Math.max(gap, Math.abs(box.left - (boxes[index - 1]?.right ?? 0)));
      uncovered = Math.max(
        uncovered,
        (boxes[0]?.left ?? 0) - view.left,
        view.right - (boxes.at(-1)?.right ?? 0),
      );
    }
    animation.play();
    return [Math.floor(gap * 2), Math.floor(uncovered * 2)];
  });
}

/** Returns the left edge of the first list of items, in pixels. */
export function leftOf(page: Page): Promise<number> {
  return page
    .locator('.list')
    .first()
    .evaluate((it) => it.getBoundingClientRect().left);
}

/** Returns the sum of the page's layout shifts until now. */
export function shiftOf(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += Reflect.get(entry, 'value') as number;
        }).observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => resolve(sum), 300);
      }),
  );
}
