// widget: how wide each rate stands on the belt, so that a figure that grows never pushes its neighbours.
import type { Motion } from './motion.ts';

export interface CellsDeps {
  root: HTMLElement;
  list: HTMLElement;
  motion: Motion;
  setRule(css: string): void;
  /** Told of the length of one list and of the width that is seen. */
  onFit(period: number, width: number): void;
}

/** What a text may take of the gap to its neighbour: two or three digits. */
const SLACK_PX = 24;

/**
 * Every item keeps its width while figures change. A text that outgrows it takes some of the gap, and beyond that is
 * set narrower, until nobody looks and all may take their own widths again: wider cells at once would be a jump.
 */
export function createCells({ root, list, motion, setRule, onFit }: CellsDeps) {
  let bodies: HTMLElement[] = [];
  let widths: number[] = [];
  const texts: number[] = [];
  let period = 0;
  let isMoving = false;
  let width = 0;

  const observer = new ResizeObserver((entries) => {
    let whole = 0;
    for (const { target, borderBoxSize } of entries) {
      const size = borderBoxSize[0]?.inlineSize ?? 0;
      if (target === root) width = size;
      else if (target === list) whole = size;
      else texts[bodies.indexOf(target as HTMLElement)] = size;
    }
    if (!isMoving || !bodies.length) return;
    // The list tells its own width only while its cells are as wide as their texts: at first, and after a reset.
    if (!widths.length) {
      const at = period && (motion.offset / period) * whole;
      widths = [...texts];
      period = whole;
      motion.fit(period, at);
    }
    setRule(
      widths
        .map((it, index) => {
          const narrow = Math.min(1, (it + SLACK_PX) / (texts[index] || 1));
          return `.item:nth-child(${index + 1}){inline-size:${it}px;--narrow:${narrow}}`;
        })
        .join(''),
    );
    onFit(period, width);
  });

  /** Lets the items take their own widths again. */
  function reset(): void {
    stop();
    widths = [];
    setRule('');
    for (const element of [...bodies, list, root]) observer.observe(element);
    // A web font that comes late changes all widths, and makes most of them smaller.
    document.fonts.addEventListener('loadingdone', reset);
  }

  function stop(): void {
    observer.disconnect();
    document.fonts.removeEventListener('loadingdone', reset);
  }

  return {
    /** Begins with other items, or as another look. */
    watch(nextBodies: HTMLElement[], nextMoving: boolean): void {
      bodies = nextBodies;
      isMoving = nextMoving;
      period = 0;
      reset();
    },
    reset,
    stop,
  };
}
