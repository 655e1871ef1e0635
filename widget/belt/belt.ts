// widget: the endless belt: one list of rates, and as many copies of its items as the width needs.

import { createFlash } from '../face/flash.ts';
import { createItem, type Item, type ItemKind } from '../face/item.ts';
import { make } from '../face/markup.ts';
import type { View } from '../text/view.ts';
import { createCells } from './cells.ts';
import { createMotion, type Motion } from './motion.ts';

export type Views = ReadonlyMap<string, View>;

export interface Belt {
  root: HTMLElement;
  motion: Motion;
  /** Creates the items anew, for other codes, another order or another kind. Only a moving belt has copies. */
  fill(codes: readonly string[], kind: ItemKind, isMoving: boolean): void;
  /** Shows new figures. With `mayFlash`, prices that have changed are tinted for a moment. */
  show(views: Views, mayFlash: boolean): void;
  /** The items that are reachable by keyboard and screen reader: those of the first list. */
  readonly items: readonly Item[];
  /** Resets the items to the widths of their texts. */
  fit(): void;
  /** Ends all timers and animations. `fit` starts them again. */
  stop(): void;
}

/** Enough for one short rate on a wall of 8,000 pixels. More would mean that the belt widens what it is measured by. */
const MAX_LISTS = 60;

export function createBelt(setRule: (css: string) => void): Belt {
  const list = make('ul', 'list', { role: 'list' });
  const track = make('div', 'track', {}, list);
  const root = make('div', 'view', {}, track);
  const motion = createMotion(track);
  const cells = createCells({ root, list, motion, setRule, onFit: lay });
  const flash = createFlash();
  let codes: readonly string[] = [];
  let rows: Item[][] = [];
  let views: Views = new Map();

  function makeRow(kind: ItemKind): Element[] {
    const row = codes.map((code) => createItem(code, kind));
    rows.push(row);
    return row.map((item) => item.root);
  }

  function show(next: Views, mayFlash: boolean): void {
    views = next;
    const changed: HTMLElement[] = [];
    for (const row of rows) {
      for (const [index, item] of row.entries()) {
        const view = views.get(codes[index] ?? '');
        if (view && item.show(view)) changed.push(item.price);
      }
    }
    if (mayFlash) flash.light(changed);
  }

  /** Lays as many copies as the width needs, and one for what has left it. */
  function lay(period: number, width: number): void {
    const count = rows.length;
    while (rows.length <= Math.min(MAX_LISTS, width / period + 1)) {
      track.append(make('ul', 'list', { 'aria-hidden': 'true' }, ...makeRow('copy')));
    }
    if (rows.length > count) show(views, false);
  }

  return {
    root,
    motion,
    get items() {
      return rows[0] ?? [];
    },
    fill(nextCodes, kind, isMoving) {
      codes = nextCodes;
      rows = [];
      list.replaceChildren(...makeRow(kind));
      track.replaceChildren(list);
      motion.fit(0, 0);
      cells.watch(this.items, isMoving);
    },
    show,
    fit: cells.reset,
    stop() {
      cells.stop();
      flash.stop();
      motion.stop();
    },
  };
}
