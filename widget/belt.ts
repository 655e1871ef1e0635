// widget: the endless belt: one list of rates, and as many copies of it as the width needs.
import { createCells } from './cells.ts';
import { createItem, type Item } from './item.ts';
import { make } from './markup.ts';
import { createMotion, type Motion } from './motion.ts';
import type { View } from './view.ts';

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

/** One list lies before the edge, so that the belt can be drawn back. */
const SPARE_LISTS = 1;
/** Twice a second is calmer than the three times that are safe. */
const FLASH_MS = 500;

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
    const flashes = mayFlash && now - flashedAt > FLASH_MS;
    for (const row of rows) {
      for (const [index, item] of row.entries()) {
        const view = views.get(codes[index] ?? '');
        if (!view || !item.show(view) || !flashes) continue;
        flashedAt = now;
        item.body.animate({ opacity: [0.16, 0] }, { duration: 500, pseudoElement: '::before' });
      }
    }
  }

  /** Lays as many copies as the width needs. */
  function lay(period: number, width: number): void {
    while (rows.length <= Math.ceil(width / period) + SPARE_LISTS) {
      const copy = make('ul', 'list', { 'aria-hidden': 'true' }, ...makeRow(true));
      if (rows.length > 2) track.append(copy);
      else list.before(copy);
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
