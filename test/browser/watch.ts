// test: what a page's own script can measure of the belt, frame by frame.
import type { Page } from 'playwright-core';

/** Any browser, as far as it runs a function in the page. */
type Asked = Pick<Page, 'evaluate'>;

export interface Seen {
  /** Largest distance between neighbours' boxes, which ought to touch. */
  gap: number;
  /** Largest move of any item in a frame beyond what speed and time allow, in pixels. */
  jump: number;
  /** Pixels of the view that no item covers. */
  uncovered: number;
  frames: number;
  /** Pixels a second over the whole time, towards the left. */
  speed: number;
}

/** Watches the first ticker of a page for a while; `speed` is what is due, negative towards the right. */
export function watchBelt(page: Asked, forMs: number, speed = 60): Promise<Seen> {
  return page.evaluate(
    async ([duration, due]) => {
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
          const shift = (due * (now - last.at)) / 1000;
          for (const [index, left] of lefts.entries()) {
            const went = (last.lefts[index] ?? 0) - left;
            // All lists are alike: where one takes the place of the next, nobody sees anything move.
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
 * The belt at a hundred places of its way, the last ones before it begins again: how far neighbours' boxes are from
 * touching, and how much of the view is bare, both in whole half pixels.
 */
export function seamsOf(page: Asked): Promise<[gap: number, bare: number]> {
  return page.evaluate(async () => {
    // What a new width asks for is laid in the frame after it.
    for (let n = 0; n < 3; n += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    const root = document.querySelector('currency-ticker')?.shadowRoot;
    const [animation] = root?.getAnimations().filter((it) => it.effect?.getTiming().iterations !== 1) ?? [];
    const view = root?.querySelector('.view')?.getBoundingClientRect();
    if (!animation || !view) throw new Error('no belt');
    const period = Number(animation.effect?.getTiming().duration);
    let [gap, bare] = [0, 0];
    for (let n = 0; n < 100; n += 1) {
      animation.currentTime = period * (1 + n / 99.999);
      const boxes = [...(root?.querySelectorAll('.item') ?? [])].map((it) => it.getBoundingClientRect());
      for (const [index, box] of boxes.entries())
        if (index) gap = Math.max(gap, Math.abs(box.left - (boxes[index - 1]?.right ?? 0)));
      bare = Math.max(bare, (boxes[0]?.left ?? 0) - view.left, view.right - (boxes.at(-1)?.right ?? 0));
    }
    return [Math.floor(gap * 2), Math.floor(bare * 2)];
  });
}

/** Sum of the page's layout shifts so far. */
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
