// widget: the width of each rate on the belt. It is fixed, so that a growing figure does not move its neighbours.
import type { Item } from '../face/item.ts';
import type { Motion } from './motion.ts';

export interface CellsDeps {
  /** The box through which the belt is seen. */
  root: HTMLElement;
  /** The first list of items. */
  list: HTMLElement;
  motion: Motion;
  /** Sets the rule for the widths of the items. */
  setRule(css: string): void;
  /** Receives the widths of all items with their gaps, and the visible width, in pixels. */
  onFit(cells: readonly number[], width: number): void;
}

/** The share of the gap that a growing text may use: two or three digits. */
const SLACK_SHARE = 0.6;

/**
 * Every item keeps its width while figures change, because a wider cell would make the belt jump. Figures that outgrow
 * their cell use part of the gap, then they are set narrower. A new badge is cut to the room that is left. The widths
 * are measured again while the ticker is not visible.
 */
export function createCells({ root, list, motion, setRule, onFit }: CellsDeps) {
  let items: readonly Item[] = [];
  let widths: number[] = [];
  let sizes = new Map<Element, number>();
  let gap = 0;
  let lineHeight = 0;
  let period = 0;
  let isMoving = false;

  const sizeOf = (element: Element) => sizes.get(element) ?? 0;

  /** Fixes the present widths of the texts. The belt stays at the rate where it is. */
  function fixWidths(): void {
    const whole = sizeOf(list);
    const at = period && (motion.offset / period) * whole;
    widths = items.map(({ body }) => sizeOf(body));
    gap = (whole - widths.reduce((sum, it) => sum + it, 0)) / widths.length;
    period = whole;
    motion.setPeriod(period, at);
  }

  const ruleOf = (width: number, index: number) => {
    const figures = sizeOf(items[index]?.figures as Element);
    const room = width + gap * SLACK_SHARE;
    const cell = `.item:nth-child(${index + 1})`;
    return (
      `${cell}{width:${width}px;--room:${Math.max(0, room - figures)}px}` +
      (figures > room ? `${cell} .body{transform:scaleX(${room / figures})}` : '')
    );
  };

  const observer = new ResizeObserver((entries) => {
    const before = lineHeight;
    for (const { target, borderBoxSize } of entries) {
      const { inlineSize = 0, blockSize = 0 } = borderBoxSize[0] ?? {};
      sizes.set(target, inlineSize);
      if (target === items[0]?.body) lineHeight = blockSize;
    }
    // Another type size makes all widths wrong. The reset waits for the next frame: a second round of the observer in
    // this frame would dispatch an error event.
    if (before && before !== lineHeight) requestAnimationFrame(() => root.isConnected && reset());
    root.classList.toggle('more', !isMoving && sizeOf(list) > sizeOf(root) + 1);
    // In a hidden part of the page every width is 0.
    if (!isMoving || !items.length || !sizeOf(list)) return;
    // The width of the list is that of its texts only before the cells are fixed: at first, and after a reset.
    if (!widths.length) fixWidths();
    setRule(widths.map(ruleOf).join(''));
    onFit(
      widths.map((it) => it + gap),
      sizeOf(root),
    );
  });

  /** Resets the items to the widths of their texts. */
  function reset(): void {
    stop();
    widths = [];
    sizes = new Map();
    lineHeight = 0;
    setRule('');
    const texts = items.flatMap(({ body, figures }) => [body, figures]);
    for (const element of [...texts, list, root]) observer.observe(element);
    // A web font that loads late changes all widths, most of them to smaller ones.
    document.fonts.addEventListener('loadingdone', reset);
  }

  function stop(): void {
    observer.disconnect();
    document.fonts.removeEventListener('loadingdone', reset);
  }

  return {
    /** Starts with other items, or with another kind of motion. */
    watch(nextItems: readonly Item[], nextMoving: boolean): void {
      items = nextItems;
      isMoving = nextMoving;
      period = 0;
      reset();
    },
    reset,
    stop,
  };
}
