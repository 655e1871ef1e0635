// serve: the width of a text, measured with the font in the package. PNG uses this font. The reader of an SVG may have
// another font, so the SVG states the measured width of each text.
import { readFileSync } from 'node:fs';
import { builtFile } from '../../built.ts';

export type Weight = 'regular' | 'semibold';

/** The width of a text in pixels at a font size in pixels. */
export type Measure = (text: string, size: number, weight?: Weight) => number;

/** The file that the build has made. */
export const fontPath = (weight: Weight): URL => builtFile(`fonts/noto-sans-${weight}.ttf`);

/** Width of a letter that the font does not have, in ems: as wide as the widest letter. */
const UNKNOWN = 1;

/** Reads both weights. Throws the system's error when the fonts have not been built. */
export function readMeasure(): Measure {
  const advances = { regular: readAdvances('regular'), semibold: readAdvances('semibold') };
  return (text, size, weight = 'regular') => {
    const of = advances[weight];
    let ems = 0;
    for (const letter of text) ems += of.get(letter.codePointAt(0) ?? 0) ?? UNKNOWN;
    return ems * size;
  };
}

/** The width of each letter in ems by its code point, from the tables `hmtx` and `cmap` (OpenType 1.9). */
function readAdvances(weight: Weight): Map<number, number> {
  const file = readFileSync(fontPath(weight));
  const tables = new Map<string, number>();
  for (let at = 12; at < 12 + file.readUInt16BE(4) * 16; at += 16)
    tables.set(file.toString('latin1', at, at + 4), file.readUInt32BE(at + 8));
  const table = (name: string) => tables.get(name) ?? 0;
  const unitsPerEm = file.readUInt16BE(table('head') + 18);
  // Glyphs after the last entry of `hmtx` have its width.
  const lastMetric = file.readUInt16BE(table('hhea') + 34) - 1;
  const advanceOf = (glyph: number) =>
    file.readUInt16BE(table('hmtx') + Math.min(glyph, lastMetric) * 4) / unitsPerEm;
  return new Map([...glyphsOf(file, table('cmap'))].map(([letter, glyph]) => [letter, advanceOf(glyph)]));
}

/** The letters of the font with their glyphs, from the subtable of format 4, which almost every font has. */
function* glyphsOf(file: Buffer, cmap: number): Generator<[number, number]> {
  const offsets = Array.from({ length: file.readUInt16BE(cmap + 2) }, (_, at) =>
    file.readUInt32BE(cmap + 4 + at * 8 + 4),
  );
  const offset = offsets.find((it) => file.readUInt16BE(cmap + it) === 4);
  if (offset === undefined) throw new Error('the font has no cmap subtable of format 4');
  const start = cmap + offset;
  const segments = file.readUInt16BE(start + 6) / 2;
  const field = (array: number, segment: number) => start + 14 + array * segments * 2 + segment * 2;
  for (let segment = 0; segment < segments; segment += 1) {
    const last = file.readUInt16BE(field(0, segment));
    // There are two bytes of padding between the ends and the starts of segments.
    const [first, delta] = [1, 2].map((array) => file.readUInt16BE(field(array, segment) + 2));
    const rangeAt = field(3, segment) + 2;
    const range = file.readUInt16BE(rangeAt);
    for (let letter = first ?? 0; letter <= last && letter < 0xffff; letter += 1) {
      const listed = range === 0 ? letter : file.readUInt16BE(rangeAt + range + (letter - (first ?? 0)) * 2);
      if (listed !== 0) yield [letter, (listed + (delta ?? 0)) & 0xffff];
    }
  }
}
