// widget: the reasons for which the belt stops or slows down.
import { on } from '../face/markup.ts';
import type { Motion } from './motion.ts';

/** Adds or removes one reason. The belt stands still while there is any. */
export type SetStop = (reason: string, isStopped: boolean) => void;

/** Slow enough to read under the pointer. The pause button stops the belt entirely. */
const SLOW_SHARE = 0.3;

/** Runs the motion at full speed, slowly or not at all. */
export function createStops(motion: Motion) {
  const reasons = new Set<string>();
  let isHovered = false;

  const run = () => motion.run(reasons.size ? 0 : isHovered ? SLOW_SHARE : 1);

  const setStop: SetStop = (reason, isStopped) => {
    reasons.delete(reason);
    if (isStopped) reasons.add(reason);
    run();
  };

  return {
    setStop,
    /** Slows the belt while a pointer is over `box`, and stops it while an item has the focus by keyboard. */
    listen(box: HTMLElement, viewport: HTMLElement): void {
      on(box, 'pointerenter pointerleave', ({ type }: Event) => {
        // `:hover` does not work here: Firefox does not match it yet during `pointerenter`.
        isHovered = type === 'pointerenter';
        run();
      });
      on(box, 'focusin focusout', () => setStop('focus', viewport.matches(':has(:focus-visible)')));
    },
    /** Removes the reasons that come from a reader's pointer or focus. */
    removeReaderStops(): void {
      isHovered = false;
      for (const reason of ['tip', 'drag', 'focus']) setStop(reason, false);
    },
  };
}
