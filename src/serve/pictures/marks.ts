// serve: what a picture is made of: texts with their width, and shapes. Pure.

/** The colours of a palette by what they are for. */
export type Ink = 'ink' | 'soft' | 'rise' | 'fall';

export interface TextMark {
  kind: 'text';
  text: string;
  x: number;
  /** Of the baseline. */
  y: number;
  /** Pixels. */
  size: number;
  /** Pixels that it takes, and is told to take. */
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

/** To two places, as they are written: a picture of 1,200 pixels shows no more. */
export const round = (value: number): number => Math.round(value * 100) / 100;

/** A rectangle, with round corners where a radius is given. */
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

/** A path through points. */
export function polygon(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${round(x)} ${round(y)}`).join('L')}z`;
}
