import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../../src/attributes.ts';
import { fontPath, readMeasure } from '../../../src/serve/pictures/font.ts';
import { tableOf } from '../../../widget/text/table.ts';

const measure = readMeasure();
const fontFiles = [fontPath('regular'), fontPath('semibold')].map((path) => fileURLToPath(path));
/** The width in ems of a letter that the font does not have. Of its letters only the dash is as wide. */
const UNKNOWN = 1;

/** The width of the painted letters, without the space before the first and after the last letter. */
function painted(text: string, weight: number): number {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="200"><text x="0" y="100" font-size="100"
    font-family="Noto Sans" font-weight="${weight}" style="font-kerning:none">${text}</text></svg>`;
  const { x = 0, width = 0 } =
    new Resvg(svg, { font: { loadSystemFonts: false, fontFiles } }).innerBBox() ?? {};
  return x + width;
}

describe('the font', () => {
  it('has every letter of every language, in both weights', () => {
    const letters = new Set(LANGUAGES.split(' ').flatMap((it) => [...Object.values(tableOf(it)).join('')]));
    expect(letters.size).toBeGreaterThan(100);
    for (const weight of ['regular', 'semibold'] as const) {
      for (const letter of [...letters, ...'0123456789.,+−·%/: \u00a0\u202f'])
        expect(measure(letter, 1, weight), `${letter} in ${weight}`).not.toBe(UNKNOWN);
    }
  });

  it.each([
    ['KGS/USD 0.0114351057747', 400],
    ['Бонки миллии Ҷумҳурии Қирғизистон', 400],
    ['Oʻzbekiston Markaziy banki', 600],
  ])('measures %s as wide as it is painted at weight %i', (text, weight) => {
    const asked = measure(text, 100, weight === 600 ? 'semibold' : 'regular');
    // The measured width includes the space after the last letter.
    expect(Math.abs(asked - painted(text, weight))).toBeLessThan(10);
  });

  it('has figures of one width', () => {
    expect(new Set([...'0123456789'].map((it) => measure(it, 1))).size).toBe(1);
  });
});
