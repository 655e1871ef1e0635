// serve: the elements of a picture: texts with their widths, and shapes. Pure.

/** The colours of a palette by their use. */
export type Ink = 'ink' | 'soft' | 'rise' | 'fall';

export interface TextMark {
  kind: 'text';
  text: string;
  x: number;
  /** The baseline. */
  y: number;
  /** Font size in pixels. */
  size: number;
  /** Measured width in pixels. An SVG states it. */
  width: number;
  ink: Ink;
  isBold: boolean;
}

/** A path in SVG's own notation. */
export interface ShapeMark {
  kind: 'shape';
  path: string;
  paint: Ink | 'ground' | 'card' | 'pill' | 'rule' | 'spark';
}

export type Mark = TextMark | ShapeMark;

/** Rounds a coordinate to two places. More cannot be seen in a picture of 1,200 pixels. */
export const round = (value: number): number => Math.round(value * 100) / 100;

/** The path of a rectangle, with round corners if a radius is given. */
export function box(x: number, y: number, width: number, height: number, radius = 0): string {
  const [left, top, w, h] = [x, y, width, height].map(round) as [number, number, number, number];
  if (radius === 0) return `M${left} ${top}h${w}v${h}h${-w}z`;
  const r = round(Math.min(radius, w / 2, h / 2));
  const [across, down] = [round(w - 2 * r), round(h - 2 * r)];
  const corner = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  return (
    `M${round(left + r)} ${top}h${across}${corner(r, r)}v${down}${corner(-r, r)}` +
    `h${-across}${corner(-r, -r)}v${-down}${corner(r, -r)}z`
  );
}

/** The closed path through points. */
export function polygon(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}z`;
}
