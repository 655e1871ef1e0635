// widget: dragging the belt by pointer, and moving through its items with the keys.

import { on } from '../face/markup.ts';
import type { Belt } from './belt.ts';

/** A shorter movement counts as a click: hands are unsteady. */
const DRAG_PX = 5;
/** Long enough to see which way the belt moved, short enough for a key that is held down. */
const SLIDE_MS = 300;
const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** `onDrag` is called at the start and at the end of a drag. Returns a function that ends a drag. */
export function addScrub(belt: Belt, onDrag: (isDragged: boolean) => void): () => void {
  const { root, track, motion } = belt;
  let from: { x: number; offset: number } | undefined;
  let isDragged = false;

  /** Pixels on the screen for one pixel of the belt: a page may have a `zoom` or a scale. */
  const scale = () => root.getBoundingClientRect().width / root.offsetWidth;

  function letGo(): void {
    from = undefined;
    onDrag(false);
  }

  on(root, 'pointerdown', ({ button, clientX }: PointerEvent) => {
    isDragged = false;
    if (!button) from = { x: clientX, offset: motion.offset };
  });
  on(root, 'pointermove', ({ clientX, pointerId, buttons }: PointerEvent) => {
    if (!from || !motion.period) return;
    // The button was released outside, before the pointer was captured. No event has reported it.
    if (!buttons) return letGo();
    const moved = clientX - from.x;
    if (!isDragged && Math.abs(moved) > DRAG_PX) {
      isDragged = true;
      // Not earlier: with a captured pointer, a click would not reach the item under it.
      root.setPointerCapture(pointerId);
      onDrag(true);
    }
    if (isDragged) motion.seek(from.offset + (motion.sign * moved) / scale());
  });
  on(root, 'pointerup pointercancel lostpointercapture', letGo);
  on(root, 'click', (event: Event) => isDragged && event.stopImmediatePropagation(), true);

  const placeOf = ({ target }: Event) => belt.items.findIndex((item) => item.body === target);
  on(root, 'keydown', (event: KeyboardEvent) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    // With a modifier the key is a command of the browser: back, or the end of the page.
    if (altKey || ctrlKey || metaKey) return;
    const place = placeOf(event);
    const body = belt.items[place]?.body;
    // A real button does this by itself.
    if (body?.hasAttribute('role') && /^(Enter| )$/.test(key)) body.click();
    else if (!STEPS[key]) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(place + (STEPS[key] ?? 0), belt.items.length - 1));
    belt.items[next]?.body.focus({ preventScroll: true });
  });
  on(root, 'focusin', (event: Event) => {
    const place = placeOf(event);
    for (const [index, { body }] of belt.items.entries()) {
      // The tab key stops once in the list, however many items there are.
      body.tabIndex = index === place ? 0 : -1;
      if (index === place && body.matches(':focus-visible')) reveal(body);
    }
  });

  /** Moves the item into view. A copy in view is not enough: the focus is on the item itself. */
  function reveal(body: Element): void {
    const { offset, sign, period } = motion;
    if (!period) {
      body.scrollIntoView({ block: 'nearest', inline: 'center' });
      return;
    }
    // The key may come during the movement for the last one, which then continues from where the belt is seen.
    const drift = Number.parseFloat(getComputedStyle(track).translate) || 0;
    const middle = (it: Element) => it.getBoundingClientRect().left + it.getBoundingClientRect().width / 2;
    const away = (middle(body) - middle(root)) / scale() - drift;
    const to = Math.max(0, offset - sign * away);
    motion.seek(to);
    track.animate({ translate: [`${drift + sign * (offset - to)}px`, '0px'] }, { duration: SLIDE_MS });
  }

  return letGo;
}
