// widget: how wide each rate stands on the belt, so that a figure that grows never pushes its neighbours at a stroke.
import type { Motion } from './motion.ts';

export interface CellsDeps {
  root: HTMLElement;
  list: HTMLElement;
  motion: Motion;
  styleCells(css: string): void;
  /** All lists in their order, the copies too. */
  instances(): Element[];
  /** Told of the length of one list and of the width that is seen. */
  onFit(period: number, width: number): void;
}

/** Slower than the slowest belt that anybody reads: against the motion, so that nothing ever runs ahead. */
const SPREAD_SPEED = 25;

/**
 * Every item keeps its width while figures change within it. One that needs more gets it slowly, by animations of
 * the compositor, its right-hand neighbours being drawn from where they stood. Widths only grow, until a reset.
 */
export function createCells({ root, list, motion, styleCells, instances, onFit }: CellsDeps) {
  let bodies: HTMLElement[] = [];
  let widths: number[] = [];
  let natural: number[] = [];
  let period = 0;
  let width = 0;
  let isMoving = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const observer = new ResizeObserver(read);

  function read(entries: ResizeObserverEntry[]): void {
    let whole = 0;
    for (const { target, borderBoxSize } of entries) {
      const size = borderBoxSize[0]?.inlineSize ?? 0;
      if (target === root) width = size;
      else if (target === list) whole = size;
      else natural[bodies.indexOf(target as HTMLElement)] = size;
    }
    if (!isMoving) return;
    // The list tells its own width only when its cells are as wide as their texts: at first, and after a reset.
    if (whole > 0 && widths.length === 0 && natural.length === bodies.length) {
      const share = period === 0 ? 0 : motion.offset / period;
      period = whole;
      widths = [...natural];
      write();
      motion.fit(period, share * period);
    }
    if (period > 0) onFit(period, width);
    if (needs()) later(0);
  }

  const needs = () => widths.some((it, index) => (natural[index] ?? 0) > it);

  function later(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(spread, ms);
  }

  function spread(): void {
    if (!isMoving || !needs()) return;
    const { offset, speed } = motion;
    const grown = widths.map((it, index) => Math.max(it, natural[index] ?? 0));
    const growth = grown.map((it, index) => it - (widths[index] ?? 0));
    const total = growth.reduce((sum, it) => sum + it, 0);
    const starts = startsOf();
    const anchor = starts.findLastIndex((it) => it <= offset);
    const before = (index: number) => growth.slice(0, index).reduce((sum, it) => sum + it, 0);
    const at = offset + before(anchor);
    const lists = instances();
    const spreadMs = ((total * lists.length) / SPREAD_SPEED) * 1000;
    // The belt must not begin anew meanwhile, when each list takes the place of the one before it.
    const leftMs = speed === 0 ? Number.POSITIVE_INFINITY : ((period + total - at) / speed) * 1000;
    if (leftMs < spreadMs + 100) {
      later(leftMs + 100);
      return;
    }
    widths = grown;
    period += total;
    write();
    motion.fit(period, at);
    lists.forEach((row, place) => {
      [...row.children].forEach((item, index) => {
        const drift = before(index) - before(anchor) + (place - 1) * total;
        if (drift > 0) draw(item, drift, spreadMs);
      });
    });
    onFit(period, width);
    later(spreadMs);
  }

  /** Distances of the items from the start of their list. */
  function startsOf(): number[] {
    const gap = (period - widths.reduce((sum, it) => sum + it, 0)) / widths.length;
    let start = 0;
    return widths.map((it) => {
      const own = start;
      start += it + gap;
      return own;
    });
  }

  function draw(item: Element, drift: number, duration: number): void {
    const sign = getComputedStyle(root).direction === 'rtl' ? 1 : -1;
    item.animate({ translate: [`${sign * drift}px`, '0px'] }, { duration });
  }

  function write(): void {
    styleCells(widths.map((it, index) => `.item:nth-child(${index + 1}){inline-size:${it}px}`).join(''));
  }

  /** Lets the items take their own widths again. */
  function reset(nowMoving = isMoving): void {
    isMoving = nowMoving;
    widths = [];
    natural = [];
    clearTimeout(timer);
    styleCells('');
    stop();
    start();
  }

  function start(): void {
    for (const element of [...bodies, list, root]) observer.observe(element);
  }

  function stop(): void {
    observer.disconnect();
  }

  // A web font that comes late changes all widths, and makes most of them smaller.
  const onFonts = () => reset();
  return {
    watch(next: HTMLElement[]): void {
      bodies = next;
      period = 0;
      reset();
    },
    reset,
    startsOf,
    start(): void {
      document.fonts.addEventListener('loadingdone', onFonts);
      start();
    },
    stop(): void {
      document.fonts.removeEventListener('loadingdone', onFonts);
      clearTimeout(timer);
      stop();
    },
  };
}
