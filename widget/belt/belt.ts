// widget: the endless belt: one list of rates, and as many copies of its items as the width needs.

import { createFlash } from '../face/flash.ts';
import { createItem, type Item, type ItemKind } from '../face/item.ts';
import { make } from '../face/markup.ts';
import type { RateViews } from '../text/view.ts';
import { createCells } from './cells.ts';
import { createMotion, type Motion } from './motion.ts';

/** The items of all looks. Only those of a strip move. */
export interface Belt {
  /** The box through which the belt is seen. */
  root: HTMLElement;
  /** The element that `motion` moves, with all lists. */
  track: HTMLElement;
  motion: Motion;
  /** Creates the items anew, for other codes, another order or another kind. Only a moving belt has copies. */
  fill(codes: readonly string[], kind: ItemKind, isMoving: boolean): void;
  /** Shows new figures. With `mayFlash`, prices that have changed are tinted for a moment. */
  show(views: RateViews, mayFlash: boolean): void;
  /** The items that are reachable by keyboard and screen reader: those of the first list. */
  readonly items: readonly Item[];
  /** Resets the items to the widths of their texts. */
  remeasure(): void;
  /** Ends all timers and animations. `remeasure` starts them again. */
  stop(): void;
}

/** Enough for one short rate on a wall of 8,000 pixels. More would mean that the belt widens what it is measured by. */
const MAX_COPIES = 60;

/** `setRule` sets the rule for the widths of the items. */
export function createBelt(setRule: (css: string) => void): Belt {
  const list = make('ul', 'list', { role: 'list' });
  const track = make('div', 'track', {}, list);
  const root = make('div', 'view', {}, track);
  const motion = createMotion(track);
  const cells = createCells({ root, list, motion, setRule, onFit: copyItems });
  const flash = createFlash();
  let codes: readonly string[] = [];
  /** Those of the first list, and then those of its copies. */
  let items: Item[] = [];
  let views: RateViews = new Map();
  let last: Element = list;

  /** Adds the next item to the last list. */
  function add(kind: ItemKind): void {
    const item = createItem(codes[items.length % codes.length] ?? '', kind);
    items.push(item);
    last.append(item.root);
  }

  function show(next: RateViews, mayFlash: boolean): void {
    views = next;
    const changed = items.filter((item, index) => {
      const view = views.get(codes[index % codes.length] ?? '');
      return view && item.show(view);
    });
    if (mayFlash) flash.light(changed);
  }

  /** Copies items until they cover the visible width beyond the first list. */
  function copyItems(cellWidths: readonly number[], width: number): void {
    const count = items.length;
    const { length } = cellWidths;
    for (let at = length, rest = width; rest >= 0 && at < length + MAX_COPIES; at += 1) {
      const index = at % length;
      rest -= cellWidths[index] ?? 0;
      if (at < count) continue;
      if (!index) {
        last = make('ul', 'list', { 'aria-hidden': 'true' });
        track.append(last);
      }
      add('copy');
    }
    if (items.length > count) show(views, false);
  }

  return {
    root,
    track,
    motion,
    get items() {
      return items.slice(0, codes.length);
    },
    fill(nextCodes, kind, isMoving) {
      codes = nextCodes;
      items = [];
      last = list;
      list.replaceChildren();
      for (const _ of codes) add(kind);
      track.replaceChildren(list);
      motion.setPeriod(0, 0);
      cells.watch(this.items, isMoving);
    },
    show,
    remeasure: cells.reset,
    stop() {
      cells.stop();
      flash.stop();
      motion.stop();
    },
  };
}
