// widget: the endless belt: one list of rates, and as many copies of it as the width needs.

import { createItem, type Item } from '../face/item.ts';
import { make } from '../face/markup.ts';
import type { View } from '../text/view.ts';
import { createCells } from './cells.ts';
import { createMotion, type Motion } from './motion.ts';

export type Views = ReadonlyMap<string, View>;

export interface Belt {
  root: HTMLElement;
  motion: Motion;
  /** Makes the items anew: other currencies, another order, or at rest one list without copies. */
  fill(codes: readonly string[], isMoving: boolean): void;
  /** Shows new figures and flashes what has changed. */
  show(views: Views, mayFlash: boolean): void;
  /** The items that keys and screen readers meet. */
  readonly items: readonly Item[];
  start(): void;
  stop(): void;
}

/** Twice a second is calmer than the three times that are safe. */
const FLASH_MS = 500;
const FLASH_STEPS = 2;

/**
 * Lets a flash fade by steps. As an animation, which the compositor does not take over here, it cost the page a style
 * of each item in every frame: 0.93 s of a slowed main thread in ten seconds of ticks, instead of 0.4.
 */
function fade(prices: readonly HTMLElement[], step = FLASH_STEPS): void {
  for (const { dataset } of prices) {
    if (step) dataset.tick = `${step}`;
    else delete dataset.tick;
  }
  if (step) setTimeout(fade, FLASH_MS / FLASH_STEPS, prices, step - 1);
}

export function createBelt(setRule: (css: string) => void): Belt {
  const list = make('ul', 'list', { role: 'list' });
  const track = make('div', 'track', {}, list);
  const root = make('div', 'view', {}, track);
  const motion = createMotion(track);
  const cells = createCells({ root, list, motion, setRule, onFit: lay });
  let codes: readonly string[] = [];
  let rows: Item[][] = [];
  let views: Views = new Map();
  let flashedAt = 0;

  function makeRow(isCopy: boolean): Element[] {
    const row = codes.map((code) => createItem(code, isCopy));
    rows.push(row);
    return row.map((item) => item.root);
  }

  function show(next: Views, mayFlash: boolean): void {
    views = next;
    const now = performance.now();
    const changed: HTMLElement[] = [];
    for (const row of rows) {
      for (const [index, item] of row.entries()) {
        const view = views.get(codes[index] ?? '');
        if (view && item.show(view)) changed.push(item.price);
      }
    }
    if (!mayFlash || !changed.length || now - flashedAt < FLASH_MS) return;
    flashedAt = now;
    fade(changed);
  }

  /** Lays as many copies as the width needs, and one for what has left it. */
  function lay(period: number, width: number): void {
    while (rows.length <= width / period + 1) {
      track.append(make('ul', 'list', { 'aria-hidden': 'true' }, ...makeRow(true)));
    }
    show(views, false);
  }

  return {
    root,
    motion,
    get items() {
      return rows[0] ?? [];
    },
    fill(nextCodes, isMoving) {
      codes = nextCodes;
      rows = [];
      list.replaceChildren(...makeRow(false));
      track.replaceChildren(list);
      motion.fit(0, 0);
      cells.watch(
        this.items.map((item) => item.body),
        isMoving,
      );
    },
    show,
    start: cells.reset,
    stop: cells.stop,
  };
}
