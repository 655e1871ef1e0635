// test: what a page's own script can measure of the belt, frame by frame.
import type { Page } from 'playwright-core';

export interface Seen {
  /** Largest distance between neighbours' boxes, which ought to touch. */
  gap: number;
  /** Largest move of the belt in a frame beyond what speed and time allow, in pixels. */
  jump: number;
  /** Pixels of the view that no item covers. */
  uncovered: number;
  frames: number;
  /** Pixels a second over the whole time, towards the left. */
  speed: number;
}

/** Watches the first ticker of a page for a while; `speed` is what is due, negative towards the right. */
export function watchBelt(page: Page, forMs: number, speed = 60): Promise<Seen> {
  return page.evaluate(
    async ([duration, due]) => {
      const root = document.querySelector('currency-ticker')?.shadowRoot;
      const view = root?.querySelector('.view')?.getBoundingClientRect();
      if (!root || !view) throw new Error('no belt');
      const boxes = () =>
        [...root.querySelectorAll('.item')]
          .map((it) => it.getBoundingClientRect())
          .sort((a, b) => a.left - b.left);
      const seen = { gap: 0, jump: 0, uncovered: 0, frames: 0, speed: 0 };
      let last: { at: number; left: number } | undefined;
      let path = 0;
      const begin = Number(document.timeline.currentTime);
      let now = begin;
      while (now - begin < duration) {
        now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
        const at = boxes();
        const lists = [...root.querySelectorAll('.list')].map((it) => it.getBoundingClientRect());
        const period = lists[0]?.width ?? 0;
        for (let n = 1; n < at.length; n += 1) {
          seen.gap = Math.max(seen.gap, Math.abs((at[n]?.left ?? 0) - (at[n - 1]?.right ?? 0)));
        }
        const left = at[0]?.left ?? 0;
        seen.uncovered = Math.max(seen.uncovered, left - view.left, view.right - (at.at(-1)?.right ?? 0));
        if (last) {
          // All lists are alike: where one takes the place of the next, nobody sees anything move.
          const turns = Math.round((last.left - left - (due * (now - last.at)) / 1000) / period);
          const moved = last.left - left - turns * period;
          const allowed = (Math.abs(due) * (now - last.at)) / 1000;
          path += moved;
          seen.jump = Math.max(seen.jump, Math.abs(moved) - allowed);
          seen.frames += 1;
        }
        last = { at: now, left };
      }
      seen.speed = (path / (now - begin)) * 1000;
      return seen;
    },
    [forMs, speed] as const,
  );
}
