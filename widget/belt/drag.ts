// widget: dragging the belt by pointer.

import { on } from '../face/markup.ts';
import type { Belt } from './belt.ts';
import { scaleOf } from './scale.ts';

/** A shorter movement counts as a click: a pointer rarely stays in one place during a click. */
const DRAG_PX = 5;

/**
 * Moves the belt with the pointer. `onDrag` is called at the start and at the end of a drag. Returns a function that ends
 * a drag.
 */
export function addDrag(belt: Belt, onDrag: (isDragged: boolean) => void): () => void {
  const { root, motion } = belt;
  let from: { clientX: number; offset: number } | undefined;
  let isDragged = false;

  function endDrag(): void {
    from = undefined;
    onDrag(false);
  }

  on(root, 'pointerdown', ({ button, clientX }: PointerEvent) => {
    isDragged = false;
    if (!button) from = { clientX, offset: motion.offset };
  });
  on(root, 'pointermove', ({ clientX, pointerId, buttons }: PointerEvent) => {
    if (!from || !motion.period) return;
    // The button was released outside, before the pointer was captured. No event has reported it.
    if (!buttons) return endDrag();
    const moved = clientX - from.clientX;
    if (!isDragged && Math.abs(moved) > DRAG_PX) {
      isDragged = true;
      // Not earlier: with a captured pointer, a click would not reach the item under it.
      root.setPointerCapture(pointerId);
      onDrag(true);
    }
    if (isDragged) motion.seek(from.offset + (motion.sign * moved) / scaleOf(root));
  });
  on(root, 'pointerup pointercancel lostpointercapture', endDrag);
  on(root, 'click', (event: Event) => isDragged && event.stopImmediatePropagation(), true);

  return endDrag;
}
