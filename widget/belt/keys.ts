// widget: moving through the items of the belt with the keys.

import { on } from '../face/markup.ts';
import type { Belt } from './belt.ts';
import { scaleOf } from './scale.ts';

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

/** Adds the arrow keys, Home and End, and the keys that a real button has. A focused item is moved into view. */
export function addKeys(belt: Belt): void {
  const { root, track, motion } = belt;
  const indexOf = ({ target }: Event) => belt.items.findIndex((item) => item.body === target);
  on(root, 'keydown', (event: KeyboardEvent) => {
    const { key, altKey, ctrlKey, metaKey } = event;
    // With a modifier the key is a command of the browser: back, or the end of the page.
    if (altKey || ctrlKey || metaKey) return;
    const at = indexOf(event);
    const body = belt.items[at]?.body;
    // A real button does this by itself.
    if (body?.hasAttribute('role') && /^(Enter| )$/.test(key)) body.click();
    else if (!STEPS[key]) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(at + (STEPS[key] ?? 0), belt.items.length - 1));
    belt.items[next]?.body.focus({ preventScroll: true });
  });
  on(root, 'focusin', (event: Event) => {
    const at = indexOf(event);
    for (const [index, { body }] of belt.items.entries()) {
      // The tab key stops once in the list, however many items there are.
      body.tabIndex = index === at ? 0 : -1;
      if (index === at && body.matches(':focus-visible')) reveal(body);
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
    const away = (middle(body) - middle(root)) / scaleOf(root) - drift;
    const to = Math.max(0, offset - sign * away);
    motion.seek(to);
    track.animate({ translate: [`${drift + sign * (offset - to)}px`, '0px'] }, { duration: SLIDE_MS });
  }
}
