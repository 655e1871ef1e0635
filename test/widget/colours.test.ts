import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Colour = [number, number, number];

const css = readFileSync(new URL('../../widget/face/ticker.css', import.meta.url), 'utf8');

/** The light and the dark value of a custom property's default. */
function pairOf(name: string): [Colour, Colour] {
  const found = new RegExp(`--ticker-${name}, light-dark\\((#\\w+), (#\\w+)\\)`).exec(css);
  return [read(found?.[1] ?? ''), read(found?.[2] ?? '')];
}

/** The three channels of a CSS hex colour, from 0 to 1. */
function read(hex: string): Colour {
  const digits = hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex;
  return [1, 3, 5].map((at) => Number.parseInt(digits.slice(at, at + 2), 16) / 255) as Colour;
}

/** What its channels are in light. */
const linear = (colour: Colour) =>
  colour.map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4)) as Colour;

/** The muted colour: a share of the text's over the ground. */
function muted(ink: Colour, ground: Colour): Colour {
  const share =
    Number(/--ticker-muted, color-mix\(in srgb, currentcolor (\d+)%, #0000\)/.exec(css)?.[1]) / 100;
  return ink.map((it, n) => it * share + (ground[n] ?? 0) * (1 - share)) as Colour;
}

function luminance(colour: Colour): number {
  const [red, green, blue] = linear(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: Colour, b: Colour): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

/** What is left of a colour without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1). */
const BLIND: Record<string, Colour[]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

/** CIE L*a*b*, in which equal distances look about equally far apart. */
function lab(colour: Colour): Colour {
  const [red, green, blue] = colour.map((it) => Math.min(1, Math.max(0, it))) as Colour;
  const f = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('the %s theme', (_theme, side) => {
  const ground = pairOf('background')[side];

  it.each(['color', 'up', 'down'])('has at least 4.5:1 between %s and ground', (name) => {
    expect(contrast(pairOf(name)[side], ground)).toBeGreaterThanOrEqual(4.5);
  });

  it('has at least 4.5:1 between muted text and ground', () => {
    expect(contrast(muted(pairOf('color')[side], ground), ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(BLIND))('keeps up and down apart under %s', (_kind, matrix) => {
    const seen = (name: string) => {
      const own = linear(pairOf(name)[side]);
      return lab(matrix.map((row) => row.reduce((sum, it, n) => sum + it * (own[n] ?? 0), 0)) as Colour);
    };
    const [up, down] = [seen('up'), seen('down')];
    // Ten times the smallest difference that people notice.
    expect(Math.hypot(...up.map((it, n) => it - (down[n] ?? 0)))).toBeGreaterThan(23);
  });
});
