// serve: the look cards: a frame for each rate, with a line of its last three months.
import { MIN_REACH, type RateView, reachOf, shapeOf } from '#picture';
import { BASELINE, type Block, columnsFor, LINE, piecesOf, shrinkTo, widestOf } from './blocks.ts';
import type { Measure } from './font.ts';
import { badge, beside, type Group, text } from './groups.ts';
import { box, type Mark, polygon } from './marks.ts';

/** In ems, as in the widget: the padding of a card, the gap between cards, and the smallest width of a card. */
const PADDING = { x: 0.95, y: 0.8 };
const GAP = 0.75;
const LEAST = 9.25;
const RADIUS = 0.7;
/** Font sizes of the lines in ems: pair, name, price, change, and a badge in a line of its own. */
const SIZES = [1, 0.85, 1.25, 1, 1] as const;
/** Height of the line of history and the space above it, in ems. */
const SPARK = { height: 2.2, above: 0.4 };

/** The prices of each rate by its code, oldest first. */
export type Histories = ReadonlyMap<string, readonly number[]>;

interface Card {
  lines: (Group | null)[];
  /** At the right edge of the line of the pair. */
  badge: Group | null;
  /** Points in a square with sides of 1; empty without history. */
  spark: (readonly [number, number])[];
}

interface Shown {
  views: readonly RateView[];
  /** The code of each view. */
  codes: readonly string[];
  histories: Histories;
}

export function cards(measure: Measure, shown: Shown, size: number, width: number): Block {
  const { all, columns, column } = laidOut(measure, shown, size, width);
  const gap = GAP * size;
  const lines = Math.max(...all.map((card) => card.lines.length));
  const ems = SIZES.slice(0, lines).reduce((sum, of) => sum + of * LINE, 2 * PADDING.y);
  const hasSpark = all.some(({ spark }) => spark.length > 0);
  const sparkTop = (ems - PADDING.y + SPARK.above) * size;
  const height = (ems + (hasSpark ? SPARK.above + SPARK.height : 0)) * size;
  const rows = Math.ceil(all.length / columns);
  return {
    height: rows * height + (rows - 1) * gap,
    draw: (x, y) =>
      all.flatMap((card, at) => {
        const left = x + (at % columns) * (column + gap);
        const top = y + Math.floor(at / columns) * (height + gap);
        return drawCard(card, { left, top, width: column, height, sparkTop: top + sparkTop }, size);
      }),
  };
}

/** As many columns as fit. Badges get lines of their own where that gives more columns. */
function laidOut(measure: Measure, { views, codes, histories }: Shown, size: number, width: number) {
  const sparks = sparksOf(histories);
  const cardsAt = (of: number, isBelow: boolean) =>
    views.map((view, at) => cardOf(measure, view, { spark: sparks.get(codes[at] ?? '') ?? [], isBelow }, of));
  const neededAt = (isBelow: boolean) =>
    Math.max(...cardsAt(size, isBelow).map((card) => widthOf(card, size)));
  const gap = GAP * size;
  const columnsAt = (isBelow: boolean) =>
    columnsFor(views.length, width, Math.max(LEAST * size, neededAt(isBelow)), gap);
  const isBelow = columnsAt(true) > columnsAt(false) || neededAt(false) > width;
  const columns = columnsAt(isBelow);
  const column = (width - gap * (columns - 1)) / columns;
  const factor = shrinkTo(column, neededAt(isBelow));
  return { all: cardsAt(size * factor, isBelow), columns, column };
}

function cardOf(
  measure: Measure,
  view: RateView,
  { spark, isBelow }: { spark: Card['spark']; isBelow: boolean },
  size: number,
): Card {
  const [, small, large] = SIZES;
  const { pair, change } = piecesOf(measure, view, size);
  const name = text(measure, view.name, { size: small * size, ink: 'soft' });
  const price = text(measure, view.price, { size: large * size });
  const word = badge(measure, view.badge, size);
  const lines = [pair, name, price, change];
  return isBelow ? { lines: [...lines, word], badge: null, spark } : { lines, badge: word, spark };
}

function widthOf({ lines, badge }: Card, size: number): number {
  const [pair = null, ...others] = lines;
  return widestOf([beside(0.6 * size, pair, badge), ...others]) + 2 * PADDING.x * size;
}

interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
  sparkTop: number;
}

function drawCard(
  { lines, badge, spark }: Card,
  { left, top, width, height, sparkTop }: Place,
  size: number,
): Mark[] {
  // A line one pixel wide is sharp only when it runs through the middle of pixels.
  const frame = box(left + 0.5, top + 0.5, width - 1, height - 1, RADIUS * size);
  const [inner, room] = [left + PADDING.x * size, width - 2 * PADDING.x * size];
  let lineTop = top + PADDING.y * size;
  const marks = lines.flatMap((line, at) => {
    const of = (SIZES[at] ?? 1) * size;
    const baseline = lineTop + BASELINE * of;
    lineTop += LINE * of;
    const pill = at === 0 && badge !== null ? badge.draw(inner + room - badge.width, baseline) : [];
    return [...(line?.draw(inner, baseline) ?? []), ...pill];
  });
  const points = spark.map(([x, y]) => [inner + x * room, sparkTop + y * SPARK.height * size] as const);
  const area: Mark[] = points.length > 0 ? [{ kind: 'shape', path: polygon(points), paint: 'spark' }] : [];
  return [{ kind: 'shape', path: frame, paint: 'card' }, ...marks, ...area];
}

/** The lines as in the widget. All share one scale, so a steeper line means a larger change. */
function sparksOf(histories: Histories): Map<string, Card['spark']> {
  const drawn = [...histories].filter(([, values]) => values.length > 1);
  const reach = Math.max(MIN_REACH / 100, ...drawn.map(([, values]) => reachOf(values)));
  return new Map(drawn.map(([code, values]) => [code, pointsOf(shapeOf(values, reach))]));
}

/** The points of a CSS polygon with coordinates in percent. */
function pointsOf(shape: string): Card['spark'] {
  return [...shape.matchAll(/([\d.e-]+)%? ([\d.e-]+)%/g)].map(
    ([, x, y]) => [Number(x) / 100, Number(y) / 100] as const,
  );
}
