// widget: how wide each rate stands on the belt, so that a figure that grows never pushes its neighbours at a stroke.
import type { Motion } from './motion.ts';

export interface CellsDeps {
  root: HTMLElement;
  list: HTMLElement;
  motion: Motion;
  setRule(css: string): void;
  /** Told of the length of one list and of the width that is seen. */
  onFit(period: number, width: number): void;
}

/** Against the motion and slower than it, so that nothing ever runs ahead of the belt. */
const SPREAD_SPEED = 25;

const sum = (values: readonly number[]) => values.reduce((total, it) => total + it, 0);

/**
 * Every item keeps its width while figures change within it. One that needs more gets it slowly, by animations of
 * the compositor, its neighbours being drawn from where they stood. Widths only grow, until a reset.
 */
export function createCells({ root, list, motion, setRule, onFit }: CellsDeps) {
  let bodies: HTMLElement[] = [];
  let widths: number[] = [];
  const texts: number[] = [];
  let period = 0;
  let width = 0;
  let isMoving = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

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
    if (!widths.length) fit(texts, whole, period && (motion.offset / period) * whole);
    onFit(period, width);
    later(0);
  });

  function later(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(spread, ms);
  }

  function fit(nextWidths: number[], nextPeriod: number, offset: number): void {
    widths = [...nextWidths];
    period = nextPeriod;
    setRule(widths.map((it, index) => `.item:nth-child(${index + 1}){inline-size:${it}px}`).join(''));
    motion.fit(period, offset);
  }

  function spread(): void {
    const growth = widths.map((it, index) => Math.max(0, (texts[index] ?? 0) - it));
    const total = sum(growth);
    if (!total) return;
    const { offset, speed, sign } = motion;
    const items = [...root.querySelectorAll('.item')];
    // Distances from the edge that the belt moves towards.
    const places = () => items.map((it) => -sign * it.getBoundingClientRect()[sign < 0 ? 'left' : 'right']);
    const edge = -sign * root.getBoundingClientRect()[sign < 0 ? 'left' : 'right'];
    const before = places();
    // The item at the edge stays where it is; the ones behind it make room.
    const anchor = before.findLastIndex((it) => it <= edge);
    const at = offset + sum(growth.slice(0, anchor % widths.length));
    const spreadMs = ((total * items.length) / widths.length / SPREAD_SPEED) * 1000;
    // The belt must not begin anew meanwhile, when each list takes the place of the one before it.
    const leftMs = ((period + total - at) / speed) * 1000;
    if (leftMs < spreadMs + 100) {
      later(leftMs + 100);
      return;
    }
    fit(
      widths.map((it, index) => it + (growth[index] ?? 0)),
      period + total,
      at,
    );
    for (const [index, place] of places().entries()) {
      const drift = place - (before[index] ?? 0);
      if (drift > 0)
        items[index]?.animate({ translate: [`${sign * drift}px`, '0px'] }, { duration: spreadMs });
    }
    later(spreadMs);
  }

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
    clearTimeout(timer);
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
