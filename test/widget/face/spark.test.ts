import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../../widget/face/spark.ts';

const heights = (shape: string) =>
  [...shape.matchAll(/% (-?[\d.]+)%/g)].map((it) => Number(it[1])).slice(0, -1);

describe('a line of history', () => {
  it('is as steep as the price has moved, on one scale for all', () => {
    const [small, large] = [
      [1, 1.0008],
      [200, 201.54],
    ].map((it) => heights(shapeOf(it, 0.0077)));
    expect(80 - (large?.[1] ?? 0)).toBeCloseTo(80, 0);
    expect(80 - (small?.[1] ?? 0)).toBeCloseTo(8.3, 0);
  });

  it('of a rate that does not move is level', () => {
    expect(heights(shapeOf([3.5, 3.5, 3.5], 0.005))).toEqual([80, 80, 80]);
  });
});
