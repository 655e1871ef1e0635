// widget: drawing the belt by hand, and going through its items with the arrow keys.
import type { Belt } from './belt.ts';

/** Less is a click of an unsteady hand. */
const DRAG_PX = 5;
const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** `onDrag` is told of the beginning and the end. */
export function addScrub(belt: Belt, onDrag: (isDragged: boolean) => void): void {
  const { root, motion } = belt;
  let from: { x: number; offset: number } | undefined;
  let isDragged = false;

  root.addEventListener('pointerdown', ({ button, clientX }) => {
    isDragged = false;
    if (!button) from = { x: clientX, offset: motion.offset };
  });
  root.addEventListener('pointermove', ({ clientX, pointerId }) => {
    if (!from) return;
    const moved = clientX - from.x;
    if (!isDragged && Math.abs(moved) > DRAG_PX) {
      isDragged = true;
      // Only now: a captured pointer's click would not reach the item under it.
      root.setPointerCapture(pointerId);
      onDrag(true);
    }
    if (isDragged) motion.seek(from.offset + motion.sign * moved);
  });
  for (const end of ['pointerup', 'pointercancel']) {
    root.addEventListener(end, () => {
      from = undefined;
      onDrag(false);
    });
  }
  root.addEventListener('click', (event) => isDragged && event.stopImmediatePropagation(), true);

  const placeOf = ({ target }: Event) => belt.items.findIndex((item) => item.body === target);
  root.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    belt.items[placeOf(event) + step]?.body.focus({ preventScroll: true });
  });
  root.addEventListener('focusin', (event) => {
    const place = placeOf(event);
    for (const [index, { body }] of belt.items.entries()) {
      // One stop for the tab key, however many items.
      body.tabIndex = index === place ? 0 : -1;
      if (index === place && body.matches(':focus-visible')) reveal(body);
    }
  });

  /** Brings the item itself into sight, not a copy of it: that is where the focus is. */
  function reveal(body: Element): void {
    const middle = (it: Element) => it.getBoundingClientRect().left + it.getBoundingClientRect().width / 2;
    if (motion.period) motion.slide(Math.max(0, motion.offset - motion.sign * (middle(body) - middle(root))));
    else body.scrollIntoView({ block: 'nearest', inline: 'center' });
  }
}
