// widget: the reasons for which the belt stops or slows down.
import { on } from '../face/markup.ts';
import type { Motion } from './motion.ts';

/** Slow enough to read under the pointer. The pause button stops the belt entirely. */
const SLOW_SHARE = 0.3;

export function createHolds(motion: Motion) {
  const reasons = new Set<string>();
  let isHovered = false;

  const run = () => motion.run(reasons.size ? 0 : isHovered ? SLOW_SHARE : 1);

  /** Adds or removes one reason. The belt stands still while there is any. */
  function hold(reason: string, isHeld: boolean): void {
    reasons.delete(reason);
    if (isHeld) reasons.add(reason);
    run();
  }

  return {
    hold,
    /** Slows the belt under a pointer, and stops it while an item has the focus by keyboard. */
    follow(box: HTMLElement, view: HTMLElement): void {
      on(box, 'pointerenter pointerleave', ({ type }: Event) => {
        // `:hover` does not work here: Firefox does not match it yet during `pointerenter`.
        isHovered = type === 'pointerenter';
        run();
      });
      on(box, 'focusin focusout', () => hold('focus', view.matches(':has(:focus-visible)')));
    },
    /** Removes the reasons that come from a reader's pointer or focus. */
    release(): void {
      isHovered = false;
      for (const reason of ['tip', 'drag', 'focus']) hold(reason, false);
    },
  };
}
