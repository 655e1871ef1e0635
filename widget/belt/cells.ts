// widget: how wide each rate stands on the belt, so that a figure that grows never pushes its neighbours.
import type { Item } from '../face/item.ts';
import type { Motion } from './motion.ts';

export interface CellsDeps {
  root: HTMLElement;
  list: HTMLElement;
  motion: Motion;
  setRule(css: string): void;
  /** Told of the length of one list and of the width that is seen. */
  onFit(period: number, width: number): void;
}

/** The share of the gap to its neighbour that a text may take: two or three digits. */
const SLACK_SHARE = 0.6;

/**
 * Every item keeps its width while figures change: wider cells at once would be a jump. Figures that outgrow it take
 * some of the gap, and a badge that comes is cut to what is left. When nobody looks, all take their own widths again.
 */
export function createCells({ root, list, motion, setRule, onFit }: CellsDeps) {
  let items: readonly Item[] = [];
  let widths: number[] = [];
  let sizes = new Map<Element, number>();
  let slack = 0;
  let lineHeight = 0;
  let period = 0;
  let isMoving = false;

  const sizeOf = (element: Element) => sizes.get(element) ?? 0;

  /** Takes the widths that the texts have now, and keeps the belt at the rate where it stands. */
  function take(): void {
    const whole = sizeOf(list);
    const at = period && (motion.offset / period) * whole;
    widths = items.map(({ body }) => sizeOf(body));
    slack = ((whole - widths.reduce((sum, it) => sum + it, 0)) / widths.length) * SLACK_SHARE;
    period = whole;
    motion.fit(period, at);
  }

  const ruleOf = (width: number, index: number) => {
    const figures = sizeOf(items[index]?.figures as Element);
    const room = width + slack;
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
    // Type of another size: all widths are wrong at once. Not in here, where a second round would be an error event.
    if (before && before !== lineHeight) requestAnimationFrame(() => root.isConnected && reset());
    root.classList.toggle('more', !isMoving && sizeOf(list) > sizeOf(root) + 1);
    // Nothing has a width in a page's hidden part.
    if (!isMoving || !items.length || !sizeOf(list)) return;
    // The list tells its own width only while its cells are as wide as their texts: at first, and after a reset.
    if (!widths.length) take();
    setRule(widths.map(ruleOf).join(''));
    onFit(period, sizeOf(root));
  });

  /** Lets the items take their own widths again. */
  function reset(): void {
    stop();
    widths = [];
    sizes = new Map();
    lineHeight = 0;
    setRule('');
    const texts = items.flatMap(({ body, figures }) => [body, figures]);
    for (const element of [...texts, list, root]) observer.observe(element);
    // A web font that comes late changes all widths, and makes most of them smaller.
    document.fonts.addEventListener('loadingdone', reset);
  }

  function stop(): void {
    observer.disconnect();
    document.fonts.removeEventListener('loadingdone', reset);
  }

  return {
    /** Begins with other items, or as another look. */
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
