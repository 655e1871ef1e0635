import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PALETTES, styleOf } from '../../../src/serve/pictures/colours.ts';

const css = readFileSync(new URL('../../../widget/face/ticker.css', import.meta.url), 'utf8');
const long = (hex: string) => (hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex);

describe('the colours of pictures', () => {
  it.each([
    ['ground', 'background'],
    ['ink', 'color'],
    ['rise', 'up'],
    ['fall', 'down'],
  ] as const)('use for %s the colour that the widget uses for %s', (own, name) => {
    const [, light = '', dark = ''] =
      new RegExp(`--ticker-${name}, light-dark\\((#\\w+), (#\\w+)\\)`).exec(css) ?? [];
    expect([PALETTES.light[own], PALETTES.dark[own]]).toEqual([long(light), long(dark)]);
  });

  it('have the opacity of text and lines that the widget has', () => {
    for (const [name, rule] of [
      ['muted', '.soft{fill:#16202a;fill-opacity:'],
      ['border', '.rule{fill:#16202a;fill-opacity:'],
    ] as const) {
      const share = Number(
        new RegExp(`--ticker-${name}, color-mix\\(in srgb, currentcolor (\\d+)%`).exec(css)?.[1],
      );
      expect(styleOf('light')).toContain(`${rule}${share / 100}}`);
    }
  });

  it('follow the reader only in the themes auto and transparent', () => {
    for (const theme of ['auto', 'transparent'] as const)
      expect(styleOf(theme)).toContain('@media (prefers-color-scheme:dark)');
    for (const theme of ['light', 'dark'] as const) expect(styleOf(theme)).not.toContain('@media');
  });
});
