// widget: what stops or slows the belt, and for how long.
import { on } from '../face/markup.ts';
import type { Motion } from './motion.ts';

/** Hover makes it easier to read; the pause button stops it. */
const SLOW_SHARE = 0.3;

export function createHolds(motion: Motion) {
  const reasons = new Set<string>();
  let isHovered = false;

  const run = () => motion.run(reasons.size ? 0 : isHovered ? SLOW_SHARE : 1);

  /** Stops the belt for as long as there is a reason. */
  function hold(reason: string, isHeld: boolean): void {
    reasons.delete(reason);
    if (isHeld) reasons.add(reason);
    run();
  }

  return {
    hold,
    /** Slows under a pointer, and stops where a key has brought the focus. */
    follow(box: HTMLElement, view: HTMLElement): void {
      on(box, 'pointerenter pointerleave', ({ type }: Event) => {
        // Not by `:hover`, which Firefox does not match yet as the pointer enters.
        isHovered = type === 'pointerenter';
        run();
      });
      on(box, 'focusin focusout', () => hold('focus', view.matches(':has(:focus-visible)')));
    },
    /** Forgets what was only for the reader who was at it. */
    release(): void {
      isHovered = false;
      for (const reason of ['tip', 'drag', 'focus']) hold(reason, false);
    },
  };
}
