// widget: the endless belt: one list of rates, and as many copies of it as the width needs.
import { createCells } from './cells.ts';
import { createItem, type Item } from './item.ts';
import { make } from './markup.ts';
import { createMotion, type Motion } from './motion.ts';
import type { View } from './view.ts';

export interface Belt {
  root: HTMLElement;
  motion: Motion;
  /** Makes the items anew: other currencies, or another order. */
  fill(codes: readonly string[]): void;
  /** Shows new figures; answers the codes whose price has changed. */
  show(views: ReadonlyMap<string, View>): string[];
  /** Items of a code, copies included. */
  itemsOf(code: string): HTMLElement[];
  /** Whether it moves at all; at rest there is one list, to be swiped. */
  setMoving(isMoving: boolean): void;
  setLabel(text: string): void;
  start(): void;
  stop(): void;
}

/** One list before the edge, so that the belt can be drawn back, and one that comes in while the first goes out. */
const SPARE_LISTS = 2;

/** Writes of widths go to `styleCells`: a style attribute would not get past a strict policy. */
export function createBelt(styleCells: (css: string) => void): Belt {
  const list = make('ul', 'list', { role: 'list' });
  const track = make('div', 'track', {}, list);
  const root = make('div', 'view', {}, track);
  const motion = createMotion(track);
  let codes: readonly string[] = [];
  let items: Item[] = [];
  let copies: Item[][] = [];
  let isMoving = false;
  let width = 0;
  let views: ReadonlyMap<string, View> = new Map();
  const cells = createCells({
    root,
    list,
    motion,
    styleCells,
    instances: () => [...track.children],
    onFit: lay,
  });

  function show(next: ReadonlyMap<string, View>): string[] {
    views = next;
    const moved: string[] = [];
    for (const row of [items, ...copies]) {
      row.forEach((item, index) => {
        const view = views.get(codes[index] ?? '');
        if (view && item.show(view)) moved.push(view.code);
      });
    }
    return moved;
  }

  /** Lays as many copies as the width needs. */
  function lay(period: number, viewWidth: number): void {
    width = viewWidth;
    const needed = isMoving && period > 0 ? Math.ceil(width / period) + SPARE_LISTS - 1 : 0;
    while (copies.length > needed) {
      copies.pop();
      track.lastElementChild?.remove();
    }
    while (copies.length < needed) {
      const row = codes.map((code) => createItem(code, true));
      const copy = make('ul', 'list', { 'aria-hidden': 'true' }, ...row.map((item) => item.root));
      if (copies.length === 0) list.before(copy);
      else track.append(copy);
      copies.push(row);
      show(views);
    }
  }

  function empty(): void {
    copies = [];
    track.replaceChildren(list);
  }

  return {
    root,
    motion,
    fill(next) {
      codes = next;
      empty();
      items = codes.map((code) => createItem(code, false));
      list.replaceChildren(...items.map((item) => item.root));
      cells.watch(items.map((item) => item.body));
      show(views);
    },
    show,
    itemsOf: (code) => [...track.querySelectorAll<HTMLElement>(`[data-code="${code}"]`)],
    setMoving(next) {
      if (isMoving === next) return;
      isMoving = next;
      empty();
      cells.reset(isMoving);
    },
    setLabel: (text) => list.setAttribute('aria-label', text),
    start: cells.start,
    stop: cells.stop,
  };
}
